import { type CuepointDatabase, openDatabase, type Row } from '@cuepoint/db'
import { aLesson, type Lesson } from '@cuepoint/testing'
import type { LightMyRequestResponse } from 'fastify'
import { type AppUnderTest, startAppUnderTest } from './app-under-test.ts'

type Ask = (path: string, payload?: object) => Promise<LightMyRequestResponse>
/** One signed-in person's way to ask. Paths are below /api. */
export type Voice = { get: Ask; post: Ask; put: Ask; patch: Ask; delete: Ask }

export type ReviewStage = AsyncDisposable & {
  under: AppUnderTest
  /** Past row-level security: for arranging and for looking. */
  owner: CuepointDatabase
  voiceOf(person: { id: string }): Promise<Voice>
  /** A fresh program with a clip that is shared, and the voices of those around it. */
  lesson(
    options?: Parameters<typeof aLesson>[1],
  ): Promise<Lesson & { as: Record<'coach' | 'teacher' | 'otherTeacher' | 'lead' | 'stranger', Voice> }>
  facts(review: { id: string }): Promise<Pick<Row<'notification'>, 'kind' | 'person_id' | 'fact'>[]>
}

/** The running app with room for many lessons that know nothing of each other. */
export async function openReviewStage(): Promise<ReviewStage> {
  const under = await startAppUnderTest()
  const owner = openDatabase({ url: under.database.ownerUrl, size: 4 })
  const voiceOf = async (person: { id: string }): Promise<Voice> => {
    const cookie = await under.signIn(person.id)
    const asking =
      (method: Parameters<AppUnderTest['ask']>[0]): Ask =>
      (path, payload) =>
        under.ask(method, `/api${path}`, cookie, payload)
    return {
      get: asking('GET'),
      post: asking('POST'),
      put: asking('PUT'),
      patch: asking('PATCH'),
      delete: asking('DELETE'),
    }
  }
  return {
    under,
    owner,
    voiceOf,
    async lesson(options) {
      const lesson = await aLesson(owner, options)
      const as = {
        coach: await voiceOf(lesson.coach),
        teacher: await voiceOf(lesson.teacher),
        otherTeacher: await voiceOf(lesson.otherTeacher),
        lead: await voiceOf(lesson.lead),
        stranger: await voiceOf(lesson.stranger),
      }
      return { ...lesson, as }
    },
    facts: (review) =>
      owner.asRole((tx) =>
        tx
          .selectFrom('notification')
          .select(['kind', 'person_id', 'fact'])
          .where('review_id', '=', review.id)
          .orderBy('created_at')
          .orderBy('fact')
          .execute(),
      ),
    async [Symbol.asyncDispose]() {
      await owner.close()
      await under[Symbol.asyncDispose]()
    },
  }
}
