/** True when `work` settled (either way) within the limit. The work itself goes on; only the waiting ends. */
export async function settlesWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const { promise: limit, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), limitMs)
  const settled = work.then(
    () => true,
    () => true,
  )
  try {
    return await Promise.race([settled, limit])
  } finally {
    clearTimeout(timer)
  }
}
