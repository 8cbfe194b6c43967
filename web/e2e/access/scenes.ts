import type { Cast, Lesson } from '@cuepoint/testing/story'
import type { TFunction } from 'i18next'
import type { Page } from 'playwright-core'

/** Who is there, what they work on, and the words of their pages. */
export type Setting = {
  readonly cast: Cast
  readonly draft: Lesson
  readonly sent: Lesson
  readonly talked: Lesson
  readonly t: TFunction
}

export type Scene = {
  readonly name: string
  readonly who?: 'lead' | 'coach' | 'teacher'
  readonly path: (setting: Setting) => string
  /** Resolves when the page shows what it is for. */
  readonly shows: (page: Page, setting: Setting) => Promise<unknown>
}

const heading =
  (key: string): Scene['shows'] =>
  async (page, { t, cast }) =>
    await page
      .getByRole('heading', { name: t(key, { names: cast.teacher.name }) })
      .first()
      .waitFor()
const words =
  (key: string): Scene['shows'] =>
  async (page, { t }) =>
    await page.getByText(t(key)).first().waitFor()
const field =
  (key: string): Scene['shows'] =>
  async (page, { t }) =>
    await page.getByLabel(t(key), { exact: true }).first().waitFor()
const title: Scene['shows'] = async (page) => await page.locator('h1').first().waitFor()
const lesson: Scene['shows'] = async (page) => await page.getByText('Fractions').first().waitFor()
/** The player is there with its first picture. */
const playing: Scene['shows'] = async (page) =>
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 0)

const program = (part: string, shows: Scene['shows']): Scene => ({
  name: `program, ${part}`,
  who: 'lead',
  path: ({ cast }) => `/program/${cast.programId}?part=${part}`,
  shows,
})

/** Every page of the product, as the people see it who come there. */
export const scenes: readonly Scene[] = [
  { name: 'sign in', path: () => '/sign-in', shows: heading('session:signIn.title') },
  {
    name: 'invitation',
    path: ({ cast }) => `/invitation#${cast.openToken}`,
    shows: field('session:invitation.name'),
  },
  {
    name: 'invitation without its secret',
    path: () => '/invitation',
    shows: words('session:invitation.noToken'),
  },
  { name: 'ask for a new password', path: () => '/reset', shows: heading('session:reset.askTitle') },
  {
    name: 'choose a new password',
    path: () => `/reset#${'a'.repeat(32)}`,
    shows: heading('session:reset.completeTitle'),
  },
  { name: 'nothing at this address', who: 'teacher', path: () => '/nowhere', shows: title },
  { name: 'home of a lead', who: 'lead', path: () => '/', shows: title },
  { name: 'home of a coach', who: 'coach', path: () => '/', shows: lesson },
  { name: 'home of a teacher', who: 'teacher', path: () => '/', shows: lesson },
  { name: 'send a clip', who: 'teacher', path: () => '/clips/new', shows: field('clips:title') },
  { name: 'record a clip', who: 'teacher', path: () => '/clips/record', shows: heading('record:title') },
  { name: 'clips', who: 'teacher', path: () => '/clips', shows: lesson },
  {
    name: 'a clip, its owner',
    who: 'teacher',
    path: ({ sent }) => `/clips/${sent.clipId}`,
    shows: playing,
  },
  { name: 'a clip, a coach', who: 'coach', path: ({ sent }) => `/clips/${sent.clipId}`, shows: playing },
  {
    name: 'a review being written',
    who: 'coach',
    path: ({ draft }) => `/reviews/${draft.reviewId}`,
    shows: playing,
  },
  {
    name: 'a review that was sent',
    who: 'coach',
    path: ({ sent }) => `/reviews/${sent.reviewId}`,
    shows: playing,
  },
  {
    name: 'a question to answer',
    who: 'teacher',
    path: ({ sent }) => `/answer/${sent.reviewId}`,
    shows: field('answers:yourAnswer'),
  },
  {
    name: 'all answers',
    who: 'teacher',
    path: ({ sent }) => `/answer/${sent.reviewId}#all`,
    shows: heading('answers:all.title'),
  },
  {
    name: 'a talk that waits',
    who: 'coach',
    path: ({ sent }) => `/reviews/${sent.reviewId}/talk`,
    shows: heading('discussions:title'),
  },
  {
    name: 'an open talk, the coach',
    who: 'coach',
    path: ({ talked }) => `/reviews/${talked.reviewId}/talk`,
    shows: words('discussions:summary.title'),
  },
  {
    name: 'an open talk, the teacher',
    who: 'teacher',
    path: ({ talked }) => `/reviews/${talked.reviewId}/talk`,
    shows: words('discussions:summary.title'),
  },
  program('people', async (page, { cast }) => await page.getByText(cast.teacher.email).first().waitFor()),
  program('invitations', words('program:invite.do')),
  program('partnerships', words('program:partnership.make')),
  program('counts', words('program:counts.clipsSent')),
  program('settings', words('program:settings.reminder')),
  { name: 'settings', who: 'teacher', path: () => '/settings', shows: heading('session:settings.title') },
]
