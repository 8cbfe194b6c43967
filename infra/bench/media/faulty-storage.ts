import { type FaultSettings, faultsPath, signRequest } from '../../local/s3/index.ts'
import type { MediaStage } from './media-stage.ts'

/** Tells the embedded endpoint how often to misbehave. Throws when it does not take it, a foreign endpoint among others. */
export async function changeFaults(stage: MediaStage, settings: Partial<FaultSettings>): Promise<void> {
  const { env } = stage.product.product
  const url = new URL(faultsPath, env['S3_ENDPOINT'])
  const headers = signRequest(
    { method: 'PUT', url, payloadHash: 'UNSIGNED-PAYLOAD' },
    {
      accessKeyId: env['S3_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['S3_SECRET_ACCESS_KEY'] ?? '',
      region: env['S3_REGION'] ?? '',
    },
    Date.now(),
  )
  const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(settings) })
  if (!answer.ok) throw new Error(`the endpoint answered a change of its faults with ${answer.status}`)
}
