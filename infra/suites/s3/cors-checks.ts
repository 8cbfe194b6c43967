import assert from 'node:assert/strict'
import { GetObjectCommand, PutBucketCorsCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { type Check, put, type Scene } from './scene.ts'

const origin = 'https://cuepoint.example'
const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD']

// Ours lets every origin ask from the start; elsewhere the bucket has to be told, if the server has that at all.
async function openToPages({ client, bucket, embedded }: Scene): Promise<void> {
  if (embedded) return
  const rule = {
    AllowedOrigins: ['*'],
    AllowedMethods: methods,
    AllowedHeaders: ['*'],
    ExposeHeaders: ['ETag'],
  }
  const command = new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [rule] } })
  await client.send(command).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'NotImplemented')) throw error
  })
}

export const corsChecks: readonly Check[] = [
  {
    name: 'a page may ask for every method it needs, with headers of its own',
    async run(scene) {
      await openToPages(scene)
      for (const method of methods) {
        const response = await fetch(scene.url(scene.newKey()), {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': method,
            'access-control-request-headers': 'content-type,x-amz-checksum-sha256',
          },
        })
        assert.ok(response.ok, `${method}: ${response.status}`)
        assert.ok(['*', origin].includes(response.headers.get('access-control-allow-origin') ?? ''))
        const allowed = response.headers.get('access-control-allow-methods') ?? ''
        assert.ok(allowed.includes(method), `${method} is not among ${allowed}`)
        const headers = response.headers.get('access-control-allow-headers')?.toLowerCase() ?? ''
        assert.ok(headers.includes('x-amz-checksum-sha256') || headers === '*', headers)
      }
    },
  },
  {
    name: 'a page may read the etag of what it sent, and the code of a refusal',
    async run(scene) {
      await openToPages(scene)
      const Key = scene.newKey()
      await put(scene, Key, 'x')
      const url = await getSignedUrl(scene.client, new GetObjectCommand({ Bucket: scene.bucket, Key }))
      const response = await fetch(url, { headers: { origin } })
      assert.equal(response.status, 200)
      assert.match(response.headers.get('access-control-expose-headers') ?? '', /etag/i)
      const refusal = await fetch(scene.url(Key), { headers: { origin } })
      assert.equal(refusal.status, 403)
      if (scene.embedded) assert.equal(refusal.headers.get('access-control-allow-origin'), origin)
    },
  },
]
