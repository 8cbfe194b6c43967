import { openForWriting, reasonOf, type WorkerScope, writeAll } from './storage-access.ts'

/**
 * Adds to a file as what goes into it comes into being, each piece on the disk before the next: what was recorded is
 * there after a crash.
 */
export type AppendOrder =
  | { readonly open: { readonly folder: string; readonly name: string } }
  | { readonly append: Blob }
  | { readonly close: true }
export type AppendNews =
  | { readonly safeBytes: number }
  | { readonly closed: true }
  | { readonly failed: 'no-room' | 'not-readable' }

const scope = self as unknown as WorkerScope<AppendOrder, AppendNews>
let access: Awaited<ReturnType<typeof openForWriting>> | undefined
let at = 0
let turn: Promise<void> = Promise.resolve()

scope.addEventListener('message', ({ data }) => {
  turn = turn
    .then(() => follow(data))
    .catch((error: unknown) => scope.postMessage({ failed: reasonOf(error) }))
})

async function follow(order: AppendOrder): Promise<void> {
  if ('open' in order) {
    access = await openForWriting(order.open.folder, order.open.name)
    access.truncate(0)
    at = 0
  } else if ('append' in order) {
    if (!access) throw new Error('nothing is open')
    const bytes = new Uint8Array(await order.append.arrayBuffer())
    writeAll(access, bytes, at)
    access.flush()
    at += bytes.byteLength
    scope.postMessage({ safeBytes: at })
  } else {
    access?.close()
    access = undefined
    scope.postMessage({ closed: true })
  }
}
