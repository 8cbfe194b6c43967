import type { Readable } from 'node:stream'

export type ObjectStoreOptions = {
  /** Left out for AWS itself. */
  readonly endpoint?: string
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly forcePathStyle: boolean
}

export type FileDescription = {
  readonly contentType: string
  readonly sizeBytes: number
  readonly signal?: AbortSignal
  /** Told of the bytes as they are read, those of a further try too. */
  readonly onRead?: (bytes: number) => void
}

export type StreamDescription = {
  readonly contentType: string
  /** At least 5 MiB; two are in memory at a time. */
  readonly partSizeBytes?: number
  readonly signal?: AbortSignal
}

/** `etag` is opaque and quoted, as HTTP writes it. */
export type StoredStream = { readonly sizeBytes: number; readonly etag: string }

export type ReadOptions = {
  /** Both ends inclusive, in bytes, as HTTP counts them. */
  readonly range?: { readonly start: number; readonly end?: number }
  /** An etag as it was given before. */
  readonly ifNoneMatch?: string
  readonly signal?: AbortSignal
}

export type OpenObject = {
  readonly body: Readable
  /** Of the body at hand. */
  readonly sizeBytes: number
  /** Of the whole object. */
  readonly totalBytes: number
  /** Only when a range was asked for: `bytes 0-9/100`. */
  readonly contentRange?: string
  readonly contentType: string
  readonly etag: string
  readonly notModified?: false
}

export type ObjectHead = {
  readonly sizeBytes: number
  readonly contentType: string
  readonly etag: string
  readonly lastModified: Date
}

export type ListedKey = { readonly key: string; readonly sizeBytes: number; readonly lastModified: Date }

export type OpenUpload = { readonly key: string; readonly uploadId: string; readonly initiatedAt: Date }

export type DownloadOptions = {
  readonly signal?: AbortSignal
  readonly onProgress?: (receivedBytes: number, totalBytes: number) => void
}

/**
 * One bucket. Every method throws ObjectMissingError for an object that is not there, the signal's reason when the
 * caller gave up, and CuepointError `storage-unavailable` for everything storage could not do after its retries.
 */
export type ObjectStore = {
  /** Makes the bucket if it is not there. */
  ensureBucket(): Promise<void>
  /** Puts a file of at most 5 GiB, again from the start when the line breaks. */
  putFile(key: string, path: string, description: FileDescription): Promise<void>
  putBytes(key: string, bytes: Uint8Array, description: { readonly contentType: string }): Promise<void>
  /**
   * Puts a stream of unknown length in constant memory. When it throws, the stream is destroyed, there is no object, and
   * no upload stays open unless storage itself could not be reached (`listOpenUploads` finds those later). Throws the
   * stream's own error when that broke, and CuepointError `upload-interrupted` when it was closed before its end.
   */
  uploadStream(key: string, readable: Readable, description: StreamDescription): Promise<StoredStream>
  /** Opens an object for reading; the caller reads or destroys the body. Throws RangeUnsatisfiableError. */
  openRead(key: string, options?: ReadOptions): Promise<OpenObject | { readonly notModified: true }>
  /** Copies an object into a file, going on where the line broke. Only whole when it resolves. */
  downloadTo(key: string, path: string, options?: DownloadOptions): Promise<{ readonly sizeBytes: number }>
  head(key: string): Promise<ObjectHead | undefined>
  /** Removes every object and open upload under a prefix that ends with a slash; the number of objects removed. */
  deletePrefix(prefix: string): Promise<number>
  /** Removes objects; one that is not there counts as removed. */
  deleteKeys(keys: readonly string[]): Promise<void>
  listKeys(prefix: string): AsyncIterable<ListedKey>
  listOpenUploads(prefix: string): AsyncIterable<OpenUpload>
  /** Does nothing when the upload has ended already. */
  abortUpload(key: string, uploadId: string): Promise<void>
  /** Resolves when the bucket answers within a few seconds. */
  check(): Promise<void>
  close(): void
}
