/** Keeps a phone's screen on; where a browser cannot, it goes dark as ever. Returns how to let go. */
export function keepAwake(): () => void {
  const asked = 'wakeLock' in navigator ? navigator.wakeLock.request('screen') : Promise.resolve(undefined)
  asked.catch(() => undefined)
  return () => void asked.then((lock) => lock?.release()).catch(() => undefined)
}
