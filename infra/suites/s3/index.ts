import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3'
import { readTarget } from './config.ts'
import { contract } from './contract.ts'
import { embeddedChecks } from './embedded-checks.ts'
import { embeddedCredentials, startEmbedded, withFolder } from './embedded-endpoint.ts'
import { openScene, type Scene } from './scene.ts'

export const about = {
  name: 's3',
  proves: 'the S3-compatible endpoint keeps its contract: the embedded one, or the one in S3_ENDPOINT',
  takes: 'half a minute',
}

type Tally = { passed: number; failed: number }

async function hold(tally: Tally, name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
    tally.passed++
    console.log(`  ok    ${name}`)
  } catch (error) {
    tally.failed++
    console.log(`  FAILS ${name}\n        ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Takes away what the run put into a bucket that may be somebody's. */
async function clear({ client, bucket, prefix }: Scene): Promise<void> {
  const { Uploads = [] } = await client.send(
    new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }),
  )
  for (const { Key, UploadId } of Uploads)
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
  for (;;) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }))
    if (Contents.length === 0) return
    const Objects = Contents.map(({ Key = '' }) => ({ Key }))
    await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }))
  }
}

async function holdToContract(tally: Tally, scene: Scene): Promise<void> {
  try {
    for (const check of contract) await hold(tally, check.name, () => check.run(scene))
    await hold(tally, 'what the run put can be cleared away', () => clear(scene))
  } finally {
    scene.close()
  }
}

/** Resolves to the number of promises kept and broken. */
export async function run(): Promise<Record<string, number>> {
  const tally: Tally = { passed: 0, failed: 0 }
  const target = readTarget()
  if (target !== undefined) {
    console.log(`\n${target.endpoint}, bucket ${target.bucket}`)
    await holdToContract(tally, openScene({ ...target, embedded: false }))
    console.log(
      `  (${embeddedChecks.length} checks of crashes, memory and litter are for the embedded endpoint only)`,
    )
    return tally
  }
  console.log('\nthe embedded endpoint, fresh')
  await withFolder(async (dataDir) => {
    const endpoint = await startEmbedded(dataDir)
    try {
      const options = { endpoint: endpoint.url, bucket: 'contract', credentials: embeddedCredentials }
      const scene = openScene({ ...options, embedded: true })
      await scene.client.send(new CreateBucketCommand({ Bucket: scene.bucket }))
      await holdToContract(tally, scene)
    } finally {
      await endpoint.stop()
    }
  })
  for (const check of embeddedChecks) await hold(tally, check.name, check.run)
  return tally
}
