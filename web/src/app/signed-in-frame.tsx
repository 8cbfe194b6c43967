import { IconHome } from '@tabler/icons-react'
import { Link, useMatches } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { AppFrame, BrandMark, brandClass } from '../components/app-frame.tsx'

/** The frame around a signed-in person's pages. */
export function SignedInFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const roomForClip = useMatches({
    select: (matches) => matches.some((match) => match.staticData.roomForClip),
  })
  return (
    <AppFrame
      brand={
        <Link to="/" className={brandClass}>
          <BrandMark />
        </Link>
      }
      nav={
        roomForClip ? undefined : (
          <>
            <Link to="/" activeOptions={{ exact: true }}>
              <IconHome aria-hidden size={22} />
              {t('nav.home')}
            </Link>
          </>
        )
      }
    >
      {children}
    </AppFrame>
  )
}
