import { openForWriting, reasonOf, type WorkerScope, writeAll } from './storage-access.ts'

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

const scope = self as unknown as WorkerScope<KeepOrder, KeepNews>
scope.addEventListener('message', ({ data }) => {
  void keep(data).then(
    () => scope.postMessage({ done: true }),
    (error: unknown) => scope.postMessage({ failed: reasonOf(error) }),
  )
})

async function keep({ folder, name, file }: KeepOrder): Promise<void> {
  const access = await openForWriting(folder, name)
  try {
    const reader = file.stream().getReader()
    let at = 0
    let told = 0
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      writeAll(access, value, at)
      at += value.byteLength
      if (at - told < TELL_EVERY_BYTES) continue
      told = at
      scope.postMessage({ kept: at })
    }
    // What was there before goes last: a crash in between leaves one or the other, and not nothing.
    access.truncate(at)
    access.flush()
  } finally {
    access.close()
  }
}
