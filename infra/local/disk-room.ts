import { mkdirSync, statfsSync } from 'node:fs'
import { PlainFault } from './plain-fault.ts'

const NEEDED_BYTES = 500_000_000

/** Refuses to start where the disk is so full that a database or a clip would be the first to fail. */
export function requireDiskRoom(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  } catch (error) {
    throw new PlainFault(
      `${dataDir} cannot be made (${String(error)}). Next: make the folder writable for this user.`,
    )
  }
  const { bavail, bsize } = statfsSync(dataDir)
  const freeBytes = bavail * bsize
  if (freeBytes >= NEEDED_BYTES) return
  throw new PlainFault(
    `The disk that holds ${dataDir} has ${Math.round(freeBytes / 1e6)} MB left; Cuepoint needs ${NEEDED_BYTES / 1e6} MB to work in.\n` +
      'Next: free some room, then start again. Nothing was changed.',
  )
}
