import { randomBytes } from 'node:crypto'
import { ensureBucket } from '@cuepoint/infra/local'
import { testServices } from './test-services.ts'

export type TestBucket = {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** A bucket of the test's own on the run's object storage. The run's end removes it. */
export async function createTestBucket(): Promise<TestBucket> {
  const { s3 } = testServices()
  const bucket = `test-${randomBytes(6).toString('hex')}`
  await ensureBucket({
    S3_ENDPOINT: s3.endpoint,
    S3_REGION: s3.region,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  })
  return { ...s3, bucket }
}
