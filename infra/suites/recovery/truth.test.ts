import { randomBytes } from 'node:crypto'
import { addFiles } from '@cuepoint/db'
import { createObjectStore, mediaKey } from '@cuepoint/storage'
import {
  aHalfMadeClip,
  aLesson,
  aPromise,
  openTestDatabase,
  someFiles,
  testServices,
} from '@cuepoint/testing'
import { expect, test } from 'vitest'
import { findOrphans } from './truth.ts'

test('what is listed and not there is seen, what is there and not listed, and a promise that nobody keeps', async () => {
  await using databases = await openTestDatabase()
  const { s3 } = testServices()
  const bucket = `truth-${randomBytes(6).toString('hex')}`
  const storage = createObjectStore({ ...s3, bucket, forcePathStyle: true })
  await storage.ensureBucket()
  const env = {
    DATABASE_URL: databases.urls.ownerUrl,
    S3_ENDPOINT: s3.endpoint,
    S3_REGION: s3.region,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  }
  const put = (key: string) => storage.putBytes(key, Buffer.from('x'), { contentType: 'x/x' })
  const lesson = await aLesson(databases.owner)
  const { clip, claim } = await aHalfMadeClip(databases, lesson)
  for (const { original_key: key } of [lesson.clip, clip]) await put(key ?? '')
  for (const { name } of someFiles()) {
    await put(mediaKey(lesson.clip.id, lesson.clip.media_id ?? '', name))
    await put(mediaKey(clip.id, claim.mediaId, name))
  }
  // Promised while somebody makes it: no fault.
  expect(await findOrphans(env)).toEqual([])

  const unlisted = mediaKey(clip.id, claim.mediaId, 'extra.m4s')
  await put(unlisted)
  await databases.worker.asRole((tx) => addFiles(tx, claim, [{ ...aPromise('240p/5.m4s'), sizeBytes: 3 }]))
  await databases.owner.pool.query('update clip set unfinished = false')
  expect((await findOrphans(env)).toSorted()).toEqual(
    [
      unlisted,
      `missing: ${mediaKey(clip.id, claim.mediaId, '240p/5.m4s')}`,
      `promised for ever: ${clip.id} ${claim.mediaId} 240p/1.m4s`,
    ].sort(),
  )
  storage.close()
})
