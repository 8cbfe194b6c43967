/**
 * Copies a file into this origin's own storage. In a worker of its own, because only there every browser of the last
 * years can write without holding the whole file (`createSyncAccessHandle`).
 */
export type KeepOrder = { readonly folder: string; readonly name: string; readonly file: Blob }
export type KeepNews =
  | { readonly kept: number }
  | { readonly done: true }
  | { readonly failed: 'no-room' | 'not-readable' }

const TELL_EVERY_BYTES = 4 * 1024 * 1024

/** Of workers alone, and so not among the types of a page. */
type Access = {
  write(bytes: Uint8Array, place: { readonly at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}
type Handle = { createSyncAccessHandle(): Promise<Access> }
type Scope = {
  onmessage: ((event: MessageEvent<KeepOrder>) => void) | null
  postMessage: (news: KeepNews) => void
}
const scope = self as unknown as Scope

scope.onmessage = ({ data }) => {
  void keep(data).then(
    () => scope.postMessage({ done: true }),
    (error: unknown) =>
      scope.postMessage({
        failed:
          error instanceof DOMException && error.name === 'QuotaExceededError' ? 'no-room' : 'not-readable',
      }),
  )
}

async function keep({ folder, name, file }: KeepOrder): Promise<void> {
  const root = await navigator.storage.getDirectory()
  const directory = await root.getDirectoryHandle(folder, { create: true })
  const handle = await directory.getFileHandle(name, { create: true })
  const access = await (handle as unknown as Handle).createSyncAccessHandle()
  try {
    access.truncate(0)
    const reader = file.stream().getReader()
    let at = 0
    let told = 0
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      let written = 0
      while (written < value.byteLength) {
        const count = access.write(value.subarray(written), { at: at + written })
        // A full disk writes less, and some browsers say so in no other way.
        if (count === 0) throw new DOMException('no room', 'QuotaExceededError')
        written += count
      }
      at += written
      if (at - told < TELL_EVERY_BYTES) continue
      told = at
      scope.postMessage({ kept: at })
    }
    access.flush()
  } finally {
    access.close()
  }
}
