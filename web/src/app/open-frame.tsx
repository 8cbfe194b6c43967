import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AppFrame, BrandMark, brandClass } from '../components/app-frame.tsx'
import { LanguageSwitch } from '../components/language-switch.tsx'

/** The frame of pages that need no account. */
export function OpenFrame({ children }: { children: ReactNode }) {
  return (
    <AppFrame
      brand={
        <Link to="/" className={brandClass}>
          <BrandMark />
        </Link>
      }
      end={<LanguageSwitch />}
    >
      {children}
    </AppFrame>
  )
}
