const patienceMs = 10_000

/** One look at a playlist: `missing` is what the server itself says, `cut` everything that may pass. */
export async function lookForPlaylist(url: string): Promise<'there' | 'missing' | 'cut'> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), patienceMs)
  try {
    const answer = await fetch(url, { cache: 'no-store', signal: stop.signal })
    if (answer.ok) return 'there'
    return [401, 403, 404, 410].includes(answer.status) ? 'missing' : 'cut'
  } catch {
    return 'cut'
  } finally {
    clearTimeout(timer)
  }
}
