import { type FileHandle, open } from 'node:fs/promises'
import { CuepointError } from '@cuepoint/domain'
import { type BucketClient, pauseAfter, tries } from './bucket-client.ts'
import type { DownloadOptions } from './object-store-contract.ts'
import { openRead } from './reading.ts'
import { translateError } from './storage-errors.ts'

const unavailable = (reason: string) =>
  new CuepointError('storage-unavailable', { operation: 'download', reason })

async function writeAll(file: FileHandle, piece: Buffer): Promise<void> {
  let offset = 0
  while (offset < piece.length) offset += (await file.write(piece, offset)).bytesWritten
}

/** Copies an object into a file. A line that breaks is taken up where it broke, as often as it brings anything. */
export async function downloadTo(
  store: BucketClient,
  key: string,
  path: string,
  { signal, onProgress }: DownloadOptions = {},
): Promise<{ readonly sizeBytes: number }> {
  const file = await open(path, 'w')
  let received = 0
  let etag: string | undefined
  let failures = 0

  const receive = async (): Promise<'whole' | 'short'> => {
    const opened = await openRead(store, key, {
      ...(received === 0 ? {} : { range: { start: received } }),
      ...(signal === undefined ? {} : { signal }),
    })
    if (opened.notModified === true) throw unavailable('no-body')
    etag ??= opened.etag
    if (etag !== opened.etag) {
      opened.body.destroy()
      throw unavailable('object-changed')
    }
    for await (const piece of opened.body as AsyncIterable<Buffer>) {
      await writeAll(file, piece)
      received += piece.length
      onProgress?.(received, opened.totalBytes)
    }
    return received === opened.totalBytes ? 'whole' : 'short'
  }

  try {
    for (;;) {
      const before = received
      let fault: Error = unavailable('short-body')
      try {
        if ((await receive()) === 'whole') return { sizeBytes: received }
      } catch (error) {
        fault = translateError(error, 'download', key, signal)
      }
      failures = received > before ? 1 : failures + 1
      const passing = fault instanceof CuepointError && isPassingFault(fault)
      if (signal?.aborted === true || !passing || failures >= tries) throw fault
      await pauseAfter(failures, signal)
    }
  } finally {
    await file.close()
  }
}

function isPassingFault({ details }: CuepointError): boolean {
  const { reason, status } = details
  return reason !== 'object-changed' && (typeof status !== 'number' || status >= 500)
}
