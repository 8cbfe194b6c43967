import { useState } from 'react'

const key = (name: string) => `cuepoint.kept.${name}`

/**
 * Text that survives a wrong press, the back button and a reload of this tab: `[text, setText, forget]`. It is not
 * kept longer than the tab, because others may use the device after her.
 */
export function useKeptText(name: string, first = ''): [string, (text: string) => void, () => void] {
  const [text, setText] = useState(() => read(name) ?? first)
  const keep = (next: string) => {
    setText(next)
    try {
      sessionStorage.setItem(key(name), next)
    } catch {
      return
    }
  }
  return [text, keep, () => forgetKeptText(name)]
}

function forgetKeptText(name: string): void {
  try {
    sessionStorage.removeItem(key(name))
  } catch {
    return
  }
}

function read(name: string): string | null {
  try {
    return sessionStorage.getItem(key(name))
  } catch {
    return null
  }
}
