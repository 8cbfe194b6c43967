import assert from 'node:assert/strict'
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { type Check, get, put, refused, refusedRaw } from './scene.ts'

export const signingChecks: readonly Check[] = [
  {
    name: 'nothing is open to anybody: no read, no listing, no write without a signature',
    async run(scene) {
      const key = scene.newKey()
      await put(scene, key, 'x')
      await refusedRaw(await fetch(scene.url(key)), 403, 'AccessDenied')
      await refusedRaw(await fetch(`${scene.endpoint}/${scene.bucket}?list-type=2`), 403, 'AccessDenied')
      await refusedRaw(await fetch(scene.url(key), { method: 'PUT', body: 'y' }), 403, 'AccessDenied')
      await refusedRaw(await fetch(scene.url(key), { method: 'DELETE' }), 403, 'AccessDenied')
      assert.equal((await get(scene, key)).toString(), 'x')
    },
  },
  {
    name: 'a wrong secret and an unknown key are told apart, and both refused',
    async run(scene) {
      const key = scene.newKey()
      await put(scene, key, 'x')
      const wrong = await scene.send('GET', key, { credentials: { secretAccessKey: 'wrong' } })
      await refusedRaw(wrong, 403, 'SignatureDoesNotMatch')
      const unknown = await scene.send('GET', key, { credentials: { accessKeyId: 'AKIAUNKNOWNUNKNOWN00' } })
      await refusedRaw(unknown, 403, 'InvalidAccessKeyId')
    },
  },
  {
    name: 'a signature made 20 minutes ago, or in 20 minutes, is refused',
    async run(scene) {
      for (const offsetMs of [-20 * 60_000, 20 * 60_000]) {
        const response = await scene.send('GET', scene.newKey(), { nowMs: Date.now() + offsetMs })
        await refusedRaw(response, 403, 'RequestTimeTooSkewed', 'AccessDenied')
      }
    },
  },
  {
    name: 'a body that is not the one that was signed is refused, and nothing is stored',
    async run(scene) {
      const key = scene.newKey()
      const response = await scene.send('PUT', key, { payloadHash: 'a'.repeat(64), body: 'not that' })
      await refusedRaw(response, 400, 'XAmzContentSHA256Mismatch')
      await refused(scene.client.send(new HeadObjectCommand({ Bucket: scene.bucket, Key: key })), 404)
    },
  },
  {
    name: 'an x-amz header slipped in beside the signature is refused',
    async run(scene) {
      const response = await scene.send('PUT', scene.newKey(), {
        body: 'x',
        unsigned: { 'x-amz-meta-slipped': 'in' },
      })
      await refusedRaw(response, 403)
    },
  },
  {
    name: 'a longer body than the signed length is refused, and nothing is stored',
    async run(scene) {
      const key = scene.newKey()
      const headers = { 'content-length': '5' }
      await refusedRaw(
        await scene.send('PUT', key, { headers, body: 'longer' }),
        403,
        'SignatureDoesNotMatch',
      )
      await refused(scene.client.send(new HeadObjectCommand({ Bucket: scene.bucket, Key: key })), 404)
      const response = await scene.send('PUT', key, { headers, body: 'hello' })
      assert.equal(response.status, 200, await response.text())
    },
  },
]
