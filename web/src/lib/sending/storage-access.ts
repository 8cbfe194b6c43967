/** Ways of a worker into this origin's own storage that are not among the types of a page. */
type Access = {
  write(bytes: Uint8Array, place: { readonly at: number }): number
  truncate(size: number): void
  getSize(): number
  flush(): void
  close(): void
}
type Handle = { createSyncAccessHandle(): Promise<Access> }

/** One file in a folder of this origin's storage, open for writing at once; nobody else has it meanwhile. */
export async function openForWriting(folder: string, name: string): Promise<Access> {
  const root = await navigator.storage.getDirectory()
  const directory = await root.getDirectoryHandle(folder, { create: true })
  const handle = await directory.getFileHandle(name, { create: true })
  return await (handle as unknown as Handle).createSyncAccessHandle()
}

/** Writes all of it. Throws QuotaExceededError where there is no more room. */
export function writeAll(access: Access, bytes: Uint8Array, at: number): void {
  let written = 0
  while (written < bytes.byteLength) {
    const count = access.write(bytes.subarray(written), { at: at + written })
    // A full disk writes less, and some browsers say so in no other way.
    if (count === 0) throw new DOMException('no room', 'QuotaExceededError')
    written += count
  }
}

export const reasonOf = (error: unknown): 'no-room' | 'not-readable' =>
  error instanceof DOMException && error.name === 'QuotaExceededError' ? 'no-room' : 'not-readable'

/** What a worker of its own hears and says. */
export type WorkerScope<Heard, Said> = {
  addEventListener: (type: 'message', listener: (event: MessageEvent<Heard>) => void) => void
  postMessage: (news: Said) => void
}
