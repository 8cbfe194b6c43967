import styles from './avatar.module.css'

/** In Thai the first sign of a name is often a vowel written before its consonant: that says nothing alone. */
const initialOf = (name: string) =>
  name
    .trim()
    .replace(/^[เแโใไ]/u, '')
    .match(/^./u)?.[0]
    .toLocaleUpperCase() ?? '?'

/** A person's initial. The name always stands beside it, so it is kept from screen readers. */
export function Avatar({ name, small = false }: { name: string; small?: boolean }) {
  return (
    <span aria-hidden className={`${styles.avatar} ${small ? styles.small : ''}`}>
      {initialOf(name)}
    </span>
  )
}
