/** What this device remembers without an account. Private windows may refuse to: then nothing is remembered. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`cuepoint.${name}`, value)
  } catch {
    return
  }
}

export function recall(name: string): string | undefined {
  try {
    return localStorage.getItem(`cuepoint.${name}`) ?? undefined
  } catch {
    return undefined
  }
}
