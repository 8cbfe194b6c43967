import { randomBytes, randomUUID } from 'node:crypto'
import { openTestApp, type TestApp } from '@cuepoint/api/testing'
import { openDatabase } from '@cuepoint/db'
import { gridOf } from '@cuepoint/domain'
import { createObjectStore, mediaKey, originalKey, pieceKey } from '@cuepoint/storage'
import { type Cast, gatherCast } from './cast.ts'
import { openChangeLog } from './change-log.ts'
import type { Lesson } from './lesson.ts'
import { everyonesPassword, uploadedBytes } from './requests.ts'

/** Which line of defence stands; with `neither` the matrix shows that it can see. */
export type Mode = 'both' | 'policies-alone' | 'application-alone' | 'neither'

/** What the matrix is played on: a migrated database of its own, and a bucket's server. */
export type RightsGround = {
  database(): Promise<{ ownerUrl: string; apiUrl: string; authUrl: string; drop(): Promise<void> }>
  s3: { endpoint: string; region: string; accessKeyId: string; secretAccessKey: string }
}

export type Stage = Awaited<ReturnType<typeof openStage>>

export async function openStage(ground: RightsGround, mode: Mode) {
  const urls = await ground.database()
  const owner = openDatabase({ url: urls.ownerUrl, size: 3 })
  // The owner of the tables is not bound by their policies.
  const policies = mode === 'both' || mode === 'policies-alone'
  const db = openDatabase({ url: policies ? urls.apiUrl : urls.ownerUrl, size: 4 })
  const authDb = openDatabase({ url: urls.authUrl, size: 3 })
  const bucket = `rights-${randomBytes(6).toString('hex')}`
  const storage = createObjectStore({ ...ground.s3, bucket, forcePathStyle: true })
  await storage.ensureBucket()
  const changes = await openChangeLog(owner)
  const cast: Cast = await gatherCast(owner)
  const test: TestApp = await openTestApp({
    db,
    authDb,
    storage,
    enforcement: mode === 'both' || mode === 'application-alone' ? 'on' : 'off',
  })
  const passwordHash = await test.hashPassword(everyonesPassword)
  for (const person of Object.values(cast.actors))
    await owner.pool.query(
      `insert into account (person_id, account_id, provider_id, password) values ($1::uuid, $1::text, 'credential', $2)`,
      [person.id, passwordHash],
    )
  const cookies = new Map<string, string>()

  return {
    mode,
    owner,
    /** As the application has it. */
    db,
    cast,
    changes,
    test,
    /** A live session of hers as a Cookie header, kept between calls. */
    async cookieOf(personId: string): Promise<string> {
      const known = cookies.get(personId)
      if (known !== undefined) return known
      const token = randomBytes(24).toString('base64url')
      await owner.pool.query(
        `insert into session (person_id, token, expires_at) values ($1, $2, now() + interval '1 hour')`,
        [personId, token],
      )
      const cookie = test.cookieFor(token)
      cookies.set(personId, cookie)
      return cookie
    },
    forgetCookieOf(personId: string): void {
      cookies.delete(personId)
    },
    /** Puts the files of a lesson where its rows say they are. */
    async store({ clip, ids }: Lesson): Promise<void> {
      const keys = [clip.original_key ?? '', mediaKey(clip.id, clip.media_id ?? '', ids['*'] ?? '')]
      for (const key of keys) await storage.putBytes(key, Buffer.from('frames'), { contentType: 'video/mp4' })
    },
    /** A file on its way into a lesson's clip, all of its bytes there; resolves to the upload's id. */
    async upload({ clip }: Lesson): Promise<string> {
      const uploadId = randomUUID()
      const bytes = Buffer.from(uploadedBytes)
      const piece = { fromByte: 0, toByte: bytes.length }
      const key = pieceKey(clip.id, uploadId, piece)
      const open = await storage.openMultipart(originalKey(clip.id, uploadId), 'video/mp4')
      await storage.putBytes(key, bytes, { contentType: 'video/mp4' })
      await storage.joinIntoPart(open, 1, [{ key, sizeBytes: bytes.length }])
      await owner.pool.query(
        `with alive as (
           update clip set upload_id = $2, state_deadline = now() + interval '1 hour' where id = $1
         )
         insert into clip_upload (clip_id, upload_id, storage_id, size_bytes, part_bytes, content_type)
         values ($1, $2, $3, $4, $5, 'video/mp4')`,
        [clip.id, uploadId, open.storageId, bytes.length, gridOf(bytes.length).partBytes],
      )
      return uploadId
    },
    async close(): Promise<void> {
      await test.app.close()
      await Promise.all([owner, db, authDb].map((database) => database.close()))
      storage.close()
      await urls.drop()
    },
  }
}
