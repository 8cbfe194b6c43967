import type { Readable } from 'node:stream'

export type ObjectStoreOptions = {
  /** Left out for AWS itself. */
  readonly endpoint?: string
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly forcePathStyle: boolean
  /** Where browsers reach the same bucket; signed addresses for them are of this place. */
  readonly publicEndpoint?: string
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

/** An upload whose parts come one by one, under the name that storage gave it. */
export type OpenMultipart = { readonly key: string; readonly storageId: string }

export type StoredPart = { readonly part: number; readonly sizeBytes: number; readonly etag: string }

/** What one signed request may write: an object, or one part of an upload. */
export type PutTarget = {
  readonly key: string
  readonly sizeBytes: number
  readonly part?: { readonly storageId: string; readonly number: number }
}

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
  openMultipart(key: string, contentType: string): Promise<OpenMultipart>
  /** The parts that are there, in order; undefined when the upload has ended. */
  findParts(upload: OpenMultipart): Promise<StoredPart[] | undefined>
  /** Makes a part of the bytes of other objects, one after the other, in constant memory. */
  joinIntoPart(
    upload: OpenMultipart,
    part: number,
    pieces: readonly { readonly key: string; readonly sizeBytes: number }[],
  ): Promise<void>
  /** Makes the object of its parts. False when the upload has ended already, one way or the other. */
  completeMultipart(upload: OpenMultipart, parts: readonly StoredPart[]): Promise<boolean>
  /**
   * The address of one PUT of exactly `sizeBytes`, for us or for a browser. Undefined for a browser where storage has
   * no address that one could reach. It asks nobody: the caller has judged the right before.
   */
  signPut(target: PutTarget, seconds: number, whom: 'us' | 'browser'): Promise<string | undefined>
  /** Resolves when the bucket answers within a few seconds. */
  check(): Promise<void>
  close(): void
}
