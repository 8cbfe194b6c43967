import { inject } from 'vitest'

/** What the run's global setup brought up, in a form that crosses into the test processes. */
export type TestServices = {
  /** The owner's URL of the maintenance database. */
  readonly postgresUrl: string
  readonly templateDatabase: string
  readonly apiPassword: string
  readonly authPassword: string
  readonly workerPassword: string
  /** Empty where no Redis could be had. */
  readonly redisUrl: string
  readonly s3: {
    readonly endpoint: string
    readonly region: string
    readonly accessKeyId: string
    readonly secretAccessKey: string
  }
  readonly ffmpegPath: string
  readonly ffprobePath: string
  /** Where the catcher takes mail, and where it can be read. */
  readonly smtpUrl: string
  readonly mailPageUrl: string
  /** For what is worth keeping between runs. */
  readonly cacheDir: string
}

declare module 'vitest' {
  // Merging into the library's own interface is how it learns the type.
  interface ProvidedContext {
    readonly services: TestServices
  }
}

/** The run's real services; a test that asks for them outside `vitest run` from the repository's folder is told so. */
export function testServices(): TestServices {
  const services: TestServices | undefined = inject('services')
  if (!services)
    throw new Error(
      'No services: run vitest from the top of the repository, whose global setup brings them up.',
    )
  return services
}
