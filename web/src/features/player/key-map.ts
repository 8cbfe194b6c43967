export type PlayerCommand =
  | { name: 'toggle' | 'in' | 'out' | 'pin' | 'mute' | 'full-screen' | 'help' | 'close' }
  | { name: 'skip'; byMs: number }
  | { name: 'frame'; direction: 1 | -1 }

export type KeyPress = {
  key: string
  code: string
  shiftKey: boolean
  ctrlKey: boolean
  altKey: boolean
  metaKey: boolean
  isComposing?: boolean
}

/** What has the focus, as far as keys are concerned. */
export type Focus = 'typing' | 'choosing' | 'sliding' | 'pressing' | 'elsewhere'

const letters: Readonly<Record<string, PlayerCommand>> = {
  k: { name: 'toggle' },
  j: { name: 'skip', byMs: -10_000 },
  l: { name: 'skip', byMs: 10_000 },
  i: { name: 'in' },
  o: { name: 'out' },
  q: { name: 'pin' },
  m: { name: 'mute' },
  f: { name: 'full-screen' },
  ',': { name: 'frame', direction: -1 },
  '.': { name: 'frame', direction: 1 },
  '?': { name: 'help' },
}

const positions: Readonly<Record<string, string>> = {
  KeyK: 'k',
  KeyJ: 'j',
  KeyL: 'l',
  KeyI: 'i',
  KeyO: 'o',
  KeyQ: 'q',
  KeyM: 'm',
  KeyF: 'f',
  Comma: ',',
  Period: '.',
}

/**
 * The character where it is a Latin one, so that every Latin layout keeps its letters; else the key's place on
 * the board, so that the same keys work under a Thai layout.
 */
function symbolOf({ key, code, shiftKey }: KeyPress): string {
  if (key.length !== 1 || key.charCodeAt(0) < 128) return key.toLowerCase()
  if (code === 'Slash' && shiftKey) return '?'
  return positions[code] ?? key
}

/** What a key asks of the player, or undefined when the key belongs to whatever has the focus. */
export function commandFor(press: KeyPress, focus: Focus): PlayerCommand | undefined {
  if (press.isComposing || press.ctrlKey || press.altKey || press.metaKey) return undefined
  if (focus === 'typing' || focus === 'choosing') return undefined
  const symbol = symbolOf(press)
  if (symbol === 'escape') return { name: 'close' }
  if (symbol === ' ') return focus === 'elsewhere' ? { name: 'toggle' } : undefined
  if (symbol === 'arrowleft' || symbol === 'arrowright') {
    if (focus === 'sliding') return undefined
    const stepMs = press.shiftKey ? 1000 : 5000
    return { name: 'skip', byMs: symbol === 'arrowleft' ? -stepMs : stepMs }
  }
  return letters[symbol]
}

const typed = 'textarea, input:not([type=range], [type=checkbox], [type=radio], [type=button], [type=submit])'

/** Reads the focus from the element a key went to. The player's own seek bar lets the player have its keys. */
export function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof Element)) return 'elsewhere'
  if (target.closest('[data-player-keys]')) return 'elsewhere'
  if (target.matches(typed) || target.closest('[contenteditable]:not([contenteditable=false])'))
    return 'typing'
  if (target.closest('select, [role=listbox], [role=menu], [role=combobox], [role=tablist]'))
    return 'choosing'
  if (target.matches('input[type=range], input[type=radio], [role=slider], [role=radio]')) return 'sliding'
  if (target.closest('button, a[href], summary, label, input, [role=button], [role=checkbox]'))
    return 'pressing'
  return 'elsewhere'
}
