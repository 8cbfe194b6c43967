import type { ButtonHTMLAttributes, ReactNode } from 'react'
import styles from './press.module.css'

type Look = {
  /** One primary a screen; everything else quiet. */
  look?: 'primary' | 'secondary' | 'quiet' | 'plain'
  wide?: boolean
  /** A square with an icon; give it an `aria-label`. */
  icon?: boolean
}

/** The class names of a press, for links that look like one. */
export const pressClass = ({ look = 'plain', wide = false, icon = false }: Look = {}) =>
  [styles.press, look !== 'plain' && styles[look], wide && styles.wide, icon && styles.icon]
    .filter(Boolean)
    .join(' ')

/**
 * The button of both entries, without the component library. While `busy` it keeps its place, its label and the
 * focus, and takes no second press.
 */
export function Press({
  look,
  wide,
  icon,
  busy = false,
  onClick,
  className,
  children,
  ...rest
}: Look & { busy?: boolean; children: ReactNode } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type="button"
      {...rest}
      className={[pressClass({ look: look ?? 'plain', wide: wide ?? false, icon: icon ?? false }), className]
        .filter(Boolean)
        .join(' ')}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {children}
    </button>
  )
}
