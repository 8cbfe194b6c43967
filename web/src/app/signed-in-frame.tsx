import { IconHome, IconMovie, IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { AppFrame, BrandMark, brandClass } from '../components/app-frame.tsx'
import { NoticeBell } from '../features/notices/notice-bell.tsx'
import { AccountMenu } from '../features/session/account-menu.tsx'
import { meQuery } from '../lib/api/queries.ts'

/** The frame around a signed-in person's pages. Each program she leads has its own place in the navigation. */
export function SignedInFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const led = me?.programs.filter((program) => program.roles.includes('lead')) ?? []
  return (
    <AppFrame
      brand={
        <Link to="/" className={brandClass}>
          <BrandMark />
        </Link>
      }
      nav={
        <>
          <Link to="/" activeOptions={{ exact: true }}>
            <IconHome aria-hidden size={22} />
            {t('nav.home')}
          </Link>
          <Link to="/clips">
            <IconMovie aria-hidden size={22} />
            {t('nav.clips')}
          </Link>
          {led.map((program) => (
            <Link
              key={program.id}
              to="/program/$programId"
              params={{ programId: program.id }}
              activeOptions={{ includeSearch: false }}
            >
              <IconUsersGroup aria-hidden size={22} />
              {led.length === 1 ? t('nav.program') : program.name}
            </Link>
          ))}
        </>
      }
      end={
        <>
          <NoticeBell />
          <AccountMenu />
        </>
      }
    >
      {children}
    </AppFrame>
  )
}
