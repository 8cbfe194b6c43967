import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { openProgram } from '@cuepoint/db'
import type { Language, PromptKind, Role } from '@cuepoint/domain'

const PROCESSING_LIMIT_MS = 200_000

/** Someone in the running product, who acts by its HTTP doors alone. */
export type CastMember = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly password: string
  /** The answer's object. Throws with the status and the problem's code. */
  readonly call: (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    path: string,
    body?: object,
  ) => Promise<Record<string, unknown>>
}

export type Cast = {
  readonly programId: string
  readonly partnershipId: string
  readonly lead: CastMember
  readonly coach: CastMember
  readonly teacher: CastMember
  /** An invitation nobody has taken up: what stands behind the `#` of its link. */
  readonly openToken: string
}

type Told = { readonly url: string; readonly databaseUrl: string; readonly language: Language }

/** A program of its own with a lead, and a coach and a teacher who work together. */
export async function castOf({ url, databaseUrl, language }: Told): Promise<Cast> {
  const address = (who: string): string => `${who}-${randomUUID().slice(0, 8)}@school.test`
  const people: readonly { name: string; email: string; roles: readonly Role[] }[] = [
    { name: 'Lead', email: address('lead'), roles: ['lead'] },
    { name: 'Coach', email: address('coach'), roles: ['coach'] },
    { name: 'Teacher', email: address('teacher'), roles: ['teacher'] },
    { name: 'Newcomer', email: address('newcomer'), roles: ['teacher'] },
  ]
  const program = { name: 'Valle Norte', language, invite: people }
  const { programId, tokens } = await openProgram(databaseUrl, program)
  const [lead, coach, teacher] = await Promise.all(
    people
      .slice(0, 3)
      .map(async (person, n) => await accepted(url, { ...person, language, token: tokens[n] ?? '' })),
  )
  if (!lead || !coach || !teacher) throw new Error('the cast is not complete')
  const { id } = await lead.call('POST', `/programs/${programId}/partnerships`, {
    kind: 'one-to-one',
    members: [
      { personId: coach.id, side: 'coach' },
      { personId: teacher.id, side: 'teacher' },
    ],
  })
  return { programId, partnershipId: String(id), lead, coach, teacher, openToken: tokens[3] ?? '' }
}

export type Question = {
  readonly atMs: number
  readonly endMs?: number
  readonly kind: PromptKind
  readonly text: string
  readonly required?: boolean
}

export type Lesson = { readonly clipId: string; readonly reviewId: string }

/** The teacher's clip, ready and shared, and a review of it with these questions; sent when it says so. */
export async function lessonUnderReview(
  { programId, partnershipId, coach, teacher }: Cast,
  { file, questions, send }: { file: string; questions: readonly Question[]; send: boolean },
): Promise<Lesson> {
  const clipId = await readyClip(teacher, programId, file)
  await teacher.call('POST', `/clips/${clipId}/grants`, { partnershipId, level: 'coach', expiresAt: null })
  const reviewId = String((await coach.call('POST', '/reviews', { clipId }))['id'])
  await coach.call('PATCH', `/reviews/${reviewId}`, { participantIds: [teacher.id] })
  for (const { endMs = null, required = true, ...question } of questions)
    await coach.call('POST', `/reviews/${reviewId}/prompts`, {
      id: randomUUID(),
      ...question,
      endMs,
      required,
    })
  if (send) await coach.call('POST', `/reviews/${reviewId}/send`, { strengthFirstWaived: true })
  return { clipId, reviewId }
}

async function readyClip(teacher: CastMember, programId: string, file: string): Promise<string> {
  const made = await teacher.call('POST', '/clips', {
    programId,
    title: 'Fractions',
    note: 'Look at the middle',
  })
  const clipId = String(made['id'])
  const form = new FormData()
  form.set('file', await openAsBlob(file, { type: 'video/mp4' }), 'lesson.mp4')
  await teacher.call('PUT', `/clips/${clipId}/original`, form)
  const until = performance.now() + PROCESSING_LIMIT_MS
  for (;;) {
    const { state } = await teacher.call('GET', `/clips/${clipId}`)
    if (state === 'ready') return clipId
    if (state === 'rejected' || state === 'failed' || performance.now() > until)
      throw new Error(`the clip is ${String(state)} and not ready`)
    await wait(150)
  }
}

async function accepted(
  url: string,
  {
    token,
    name,
    email,
    language,
  }: { token: string; name: string; email: string; language: Language; roles: readonly Role[] },
): Promise<CastMember> {
  let cookie = ''
  const call: CastMember['call'] = async (method, path, body) => {
    const isForm = body instanceof FormData
    const answer = await fetch(new URL(`/api${path}`, url), {
      method,
      headers: { cookie, ...(body && !isForm && { 'content-type': 'application/json' }) },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    })
    const [given] = answer.headers.getSetCookie()
    if (given) cookie = given.split(';')[0] ?? ''
    const text = await answer.text()
    const object = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
    if (!answer.ok)
      throw new Error(`${method} ${path} was answered with ${answer.status} ${String(object['code'])}`)
    return object
  }
  const password = `three words for ${name}`
  const me = await call('POST', '/invitations/accept', { token, name, password, language, timeZone: 'UTC' })
  return { id: String(me['id']), name, email, password, call }
}
