import { setTimeout as wait } from 'node:timers/promises'
import { PlainFault } from './plain-fault.ts'
import { signRequest } from './s3/index.ts'

/** Makes the bucket where it is not there yet. Takes the S3_ variables as the parts give them. */
export async function ensureBucket(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const url = new URL(`${env['S3_ENDPOINT']?.replace(/\/+$/, '')}/${env['S3_BUCKET']}`)
  const credentials = {
    accessKeyId: env['S3_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['S3_SECRET_ACCESS_KEY'] ?? '',
    region: env['S3_REGION'] ?? '',
  }
  const ask = async (method: 'HEAD' | 'PUT'): Promise<number> => {
    const headers = signRequest({ method, url }, credentials, Date.now())
    const response = await fetch(url, { method, headers }).catch(() => undefined)
    await response?.arrayBuffer()
    return response?.status ?? 0
  }
  let status = await ask('HEAD')
  // A server that was started in the same moment may need a little longer than we do.
  for (let attempt = 0; attempt < 20 && (status === 0 || status >= 500); attempt += 1) {
    await wait(250)
    status = await ask('HEAD')
  }
  if (status === 404) status = await ask('PUT')
  if (status === 200 || status === 409) return
  throw new PlainFault(
    `The bucket ${env['S3_BUCKET']} at ${env['S3_ENDPOINT']} cannot be used (answer ${status || 'none'}).\n` +
      'Next: check S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.',
  )
}
