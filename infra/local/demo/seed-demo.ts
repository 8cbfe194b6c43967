import { randomInt, randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { openProgram } from '@cuepoint/db'
import type { Role } from '@cuepoint/domain'
import { textOf } from '../read-json.ts'
import { ApiSession } from './api-session.ts'
import { moments } from './script.ts'

const PROCESSING_LIMIT_MS = 300_000
const DAYS_TO_ANSWER = 7

type DemoPerson = { readonly name: string; readonly email: string; readonly role: Role }
const people = [
  { name: 'Nadia Okafor', email: 'lead@example.org', role: 'lead' },
  { name: 'Marta Ruiz', email: 'coach@example.org', role: 'coach' },
  { name: 'Ana Torres', email: 'ana@example.org', role: 'teacher' },
  { name: 'Malee Srisuk', email: 'malee@example.org', role: 'teacher' },
] as const satisfies readonly DemoPerson[]

const prompts = [
  {
    ...moments.waiting,
    kind: 'strength',
    text: 'You asked, and then you gave them time. What did you notice the three of them doing while you waited?',
    required: true,
  },
  {
    ...moments.mali,
    kind: 'connect',
    text: 'Mali put her square with the circles, and you asked instead of moving it. What do you think she was looking at?',
    required: true,
  },
  {
    atMs: moments.looksAgain.atMs,
    endMs: null,
    kind: 'open',
    text: 'What would you like to try the next time they sort something new?',
    required: false,
  },
] as const

type SignedIn = { readonly session: ApiSession; readonly id: string }

export type DemoOptions = {
  readonly url: string
  readonly ownerUrl: string
  /** The lesson, which may still be in the making. */
  readonly lesson: Promise<string>
  readonly say: (line: string) => void
}

/**
 * A program in the middle of its work, so that a newcomer sees the whole job at once: made through the same doors as
 * everything else, its clip sent through the real upload. The passwords are said once and kept nowhere.
 */
export async function seedDemo({ url, ownerUrl, lesson, say }: DemoOptions): Promise<void> {
  const { programId, tokens } = await openProgram(ownerUrl, {
    name: 'Riverside Schools',
    language: 'en',
    invite: people.map(({ email, role }) => ({ email, roles: [role] })),
  })
  const passwords = people.map(() => readablePassword())
  const [lead, coach, ana, malee] = await Promise.all(
    people.map(
      async ({ name }, index) =>
        await accept(url, { token: tokens[index] ?? '', name, password: passwords[index] ?? '' }),
    ),
  )
  if (!lead || !coach || !ana || !malee) throw new Error('the demo people did not join')
  say('demo      a program with four people; their passwords are shown this once:')
  for (const [index, { name, email, role }] of people.entries()) {
    say(`            ${role.padEnd(8)} ${email.padEnd(18)} ${passwords[index]}   ${name}`)
  }
  const [partnership] = await Promise.all([
    pair(lead, programId, coach, ana),
    pair(lead, programId, coach, malee),
  ])
  say('demo      sending a lesson and waiting until it can be watched')
  const clipId = await sendLesson(ana, programId, await lesson)
  await ana.session.send('POST', `/clips/${clipId}/grants`, {
    partnershipId: partnership,
    level: 'coach',
    expiresAt: null,
  })
  await askAbout(coach, clipId, ana.id)
  say('demo      one lesson, with three questions that wait for Ana')
}

async function accept(
  url: string,
  { token, name, password }: { token: string; name: string; password: string },
): Promise<SignedIn> {
  const session = new ApiSession(url)
  const me = await session.send('POST', '/invitations/accept', {
    token,
    name,
    password,
    language: 'en',
    timeZone: 'UTC',
  })
  return { session, id: textOf(me, 'id') }
}

async function pair(lead: SignedIn, programId: string, coach: SignedIn, teacher: SignedIn): Promise<string> {
  const members = [
    { personId: coach.id, side: 'coach' },
    { personId: teacher.id, side: 'teacher' },
  ]
  return textOf(
    await lead.session.send('POST', `/programs/${programId}/partnerships`, { kind: 'one-to-one', members }),
    'id',
  )
}

async function sendLesson({ session }: SignedIn, programId: string, file: string): Promise<string> {
  const note = 'They sorted by shape for the first time. I would like your eyes on how I ask.'
  const clipId = textOf(
    await session.send('POST', '/clips', { programId, title: 'Sorting by shape', note }),
    'id',
  )
  const form = new FormData()
  form.set('file', await openAsBlob(file, { type: 'video/mp4' }), 'sorting.mp4')
  await session.send('PUT', `/clips/${clipId}/original`, form)
  const until = performance.now() + PROCESSING_LIMIT_MS
  for (;;) {
    const state = textOf(await session.send('GET', `/clips/${clipId}`), 'state')
    if (state === 'ready') return clipId
    if (!['uploading', 'uploaded', 'processing'].includes(state) || performance.now() > until) {
      throw new Error(`the demo lesson is ${state} and not ready`)
    }
    await wait(200)
  }
}

async function askAbout({ session }: SignedIn, clipId: string, teacherId: string): Promise<void> {
  const reviewId = textOf(await session.send('POST', '/reviews', { clipId }), 'id')
  const due = new Date(Date.now() + DAYS_TO_ANSWER * 24 * 3_600_000)
  await session.send('PATCH', `/reviews/${reviewId}`, {
    participantIds: [teacherId],
    dueOn: due.toISOString().slice(0, 10),
  })
  for (const prompt of prompts)
    await session.send('POST', `/reviews/${reviewId}/prompts`, { id: randomUUID(), ...prompt })
  await session.send('POST', `/reviews/${reviewId}/send`, { strengthFirstWaived: false })
}

/** Three groups of four, without letters that look alike: typed from a screen. */
function readablePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group()].join('-')
}
