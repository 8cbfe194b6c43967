/** What stands ready for the makers of files. */
export type Scene = {
  /** A folder of the suite's own, outside everything the product knows. */
  readonly dir: string
  /** Text that nobody but a thief would open. */
  readonly canaryText: string
  /** A sound film beside it: whoever follows a file's words to it can show it. */
  readonly canaryVideo: string
  /** A listener on loopback that writes down who calls; no trailing slash. */
  readonly canaryUrl: string
  /** A good clip of two seconds, H.264 and AAC, its `moov` at the end. */
  readonly good: Buffer
  /** Runs ffmpeg; the last word is a path in `dir`. Resolves to the file's bytes. */
  readonly film: (args: readonly string[], name: string) => Promise<Buffer>
}

export type Expected =
  /** A refusal for one of these reasons, whether on arrival or once it was looked at. */
  | { readonly refused: readonly string[] }
  /** Shown or refused, as long as it ends and takes little. */
  | 'bounded'
  /** Harmless: refusing it would be a fault. */
  | 'ready'

export type HostileFile = {
  /** Sent under this name. */
  readonly name: string
  readonly expected: Expected
  readonly make: (scene: Scene) => Buffer | Promise<Buffer>
}

/** No kind of film at all, or none of those that are taken. */
export const notTaken: Expected = { refused: ['not-a-video', 'unsupported-format'] }
export const refused = (...reasons: string[]): Expected => ({ refused: reasons })
