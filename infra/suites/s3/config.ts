import type { Credentials } from '../../local/s3/index.ts'

/** A foreign endpoint to hold to the contract; its bucket has to be there. */
export type Target = { readonly endpoint: string; readonly bucket: string; readonly credentials: Credentials }

/** Undefined when no S3_ENDPOINT is given. Throws one error that names everything else that is missing. */
export function readTarget(env: NodeJS.ProcessEnv = process.env): Target | undefined {
  const endpoint = env['S3_ENDPOINT']
  if (!endpoint) return undefined
  const names = ['S3_BUCKET', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const
  const missing = names.filter((name) => !env[name])
  if (missing.length > 0) throw new Error(`S3_ENDPOINT is given, but not ${missing.join(', ')}`)
  const value = (name: (typeof names)[number]): string => env[name] ?? ''
  return {
    endpoint: endpoint.replace(/\/$/, ''),
    bucket: value('S3_BUCKET'),
    credentials: {
      region: value('S3_REGION'),
      accessKeyId: value('S3_ACCESS_KEY_ID'),
      secretAccessKey: value('S3_SECRET_ACCESS_KEY'),
    },
  }
}
