/** Where the component library keeps the choice; the lean entry reads the same one. */
const storageKey = 'mantine-color-scheme-value'

/**
 * Sets the light or dark scheme on the root element before the first paint, and follows the device while the
 * person has not chosen. The page's policy allows no inline script, so each entry calls this first.
 */
export function applyScheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const chosen = stored()
    const scheme = chosen === 'light' || chosen === 'dark' ? chosen : dark.matches ? 'dark' : 'light'
    document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
  }
  apply()
  dark.addEventListener('change', apply)
}

function stored(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}
