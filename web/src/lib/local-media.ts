/**
 * Shows a file of this device in an element. The returned function takes it out again: told its length, an element goes on
 * fetching, so it has to let go first, or the address ends under it.
 */
export function showFile(element: HTMLMediaElement, file: Blob): () => void {
  const address = URL.createObjectURL(file)
  element.src = address
  return () => {
    element.addEventListener('emptied', () => URL.revokeObjectURL(address), { once: true })
    element.removeAttribute('src')
    element.load()
  }
}
