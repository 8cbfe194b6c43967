import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type CuepointDatabase, openDatabase, type Row } from '@cuepoint/db'
import { createObjectStore, type ObjectStore } from '@cuepoint/storage'
import { aLesson, type Lesson, testServices } from '@cuepoint/testing'
import type { ApiDeps } from '../deps.ts'
import { type AppUnderTest, startAppUnderTest } from './app-under-test.ts'

export type ClipStage = AppUnderTest & {
  readonly storage: ObjectStore
  readonly tables: CuepointDatabase
  readonly lesson: Lesson
  /** Cookies of the lesson's people. */
  readonly cookies: Record<'teacher' | 'coach' | 'lead' | 'otherTeacher' | 'stranger', string>
  readonly port: number
  clip(id: string): Promise<Row<'clip'>>
  /** Every key under a clip, and every upload that is still open there. */
  leftInStorage(clipId: string): Promise<{ keys: string[]; openUploads: string[] }>
}

/** The app on a listening socket with real storage, a lesson and everyone signed in. */
export async function startClipStage(over: Partial<ApiDeps> = {}): Promise<ClipStage> {
  const bucket = `api-${randomBytes(6).toString('hex')}`
  const storage = createObjectStore({ ...testServices().s3, bucket, forcePathStyle: true })
  await storage.ensureBucket()
  const stage = await startAppUnderTest({ storage, ...over })
  const tables = openDatabase({ url: stage.database.ownerUrl, size: 4 })
  const lesson = await aLesson(tables)
  const cookies = {
    teacher: await stage.signIn(lesson.teacher.id),
    coach: await stage.signIn(lesson.coach.id),
    lead: await stage.signIn(lesson.lead.id),
    otherTeacher: await stage.signIn(lesson.otherTeacher.id),
    stranger: await stage.signIn(lesson.stranger.id),
  }
  await stage.app.listen({ port: 0, host: '127.0.0.1' })
  return {
    ...stage,
    storage,
    tables,
    lesson,
    cookies,
    port: (stage.app.server.address() as AddressInfo).port,
    clip: (id) =>
      tables.asRole((tx) => tx.selectFrom('clip').selectAll().where('id', '=', id).executeTakeFirstOrThrow()),
    async leftInStorage(clipId) {
      const keys: string[] = []
      for await (const { key } of storage.listKeys(`clips/${clipId}/`)) keys.push(key)
      const openUploads: string[] = []
      for await (const { key } of storage.listOpenUploads(`clips/${clipId}/`)) openUploads.push(key)
      return { keys, openUploads }
    },
    async [Symbol.asyncDispose]() {
      await tables.close()
      await stage[Symbol.asyncDispose]()
      storage.close()
    },
  }
}
