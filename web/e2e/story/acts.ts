import { expect } from 'vitest'
import { linkMailedTo } from './mails.ts'
import type { Person } from './person.ts'

/** Accepts an invitation by its link: a name, a password, and she is in. */
export async function accept(person: Person, link: string): Promise<void> {
  const { page, t } = person
  await page.goto(link)
  await page.getByLabel(t('session:invitation.name')).fill(person.name)
  await page.getByLabel(t('session:invitation.newPassword'), { exact: true }).fill(person.password)
  await person.look('invitation')
  expect(page.url(), 'the secret of the link stays in the address bar').not.toContain('#')
  await page.getByRole('button', { name: t('session:invitation.do') }).click()
  await page.waitForURL((url) => url.pathname === '/')
}

/** A lead invites someone by mail, who accepts. */
export async function invite(
  lead: Person,
  programId: string,
  person: Person,
  role: 'coach' | 'teacher',
): Promise<void> {
  const { page, t } = lead
  await lead.go(`/program/${programId}?part=invitations`)
  await page.getByLabel(t('session:email'), { exact: true }).fill(person.email)
  const teacher = page.getByRole('checkbox', { name: t('frame:role.teacher') })
  const coach = page.getByRole('checkbox', { name: t('frame:role.coach') })
  await teacher.setChecked(role === 'teacher')
  await coach.setChecked(role === 'coach')
  await page.getByLabel(t('program:invite.language')).selectOption(person.language)
  await page.getByRole('button', { name: t('program:invite.do') }).click()
  await page.getByText(t('program:invite.sent', { email: person.email })).waitFor()
  await accept(person, await linkMailedTo(person.email, /\/invitation#/))
}

/** A lead brings a coach and a teacher together. */
export async function bringTogether(
  lead: Person,
  programId: string,
  coach: Person,
  teacher: Person,
): Promise<void> {
  const { page, t } = lead
  await lead.go(`/program/${programId}?part=partnerships`)
  await page.getByLabel(t('program:partnership.coach'), { exact: true }).selectOption({ label: coach.name })
  await page
    .getByLabel(t('program:partnership.teacher'), { exact: true })
    .selectOption({ label: teacher.name })
  await page.getByRole('button', { name: t('program:partnership.make') }).click()
  await page.getByText(t('program:partnership.made')).waitFor()
  await lead.look('partnerships')
}

/** She picks a file, gives it a title and a note, and sends it. Resolves to the clip's id once it can be watched. */
export async function sendClip(person: Person, file: string, title: string, note: string): Promise<string> {
  const { page, t } = person
  await person.go('/clips/new')
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByLabel(t('clips:title'), { exact: true }).fill(title)
  await page.getByLabel(t('clips:note'), { exact: true }).fill(note)
  await person.look('send')
  await page.getByRole('button', { name: t('clips:send.do'), exact: true }).click()
  await page.waitForURL(/\/clips\/[0-9a-f-]{36}/)
  await person.look('on-its-way')
  // No reload: the page hears from the server that the clip has become ready.
  await page.getByRole('region', { name: t('player:player') }).waitFor({ timeout: 200_000 })
  await person.look('clip-ready')
  return new URL(page.url()).pathname.split('/')[2] ?? ''
}

/** The owner lets the partnership see the clip and ask about it. */
export async function shareWithPartner(owner: Person, partner: string): Promise<void> {
  const { page, t } = owner
  const share = page.getByRole('button', { name: t('clips:share.do', { names: partner }) })
  await share.click()
  await page.getByRole('button', { name: t('clips:share.takeBackFrom', { names: partner }) }).waitFor()
  await owner.look('shared')
}

type Seen = { frames: number; audioBytes: number; currentTime: number }

/** Plays what is on the page for a moment: did the picture move, was a sound track decoded? */
export async function watch(person: Person): Promise<{ moved: boolean; heard: boolean }> {
  const { page, t } = person
  await page
    .getByRole('button', { name: t('player:play'), exact: true })
    .first()
    .click()
  const seen = (): Promise<Seen> =>
    page.evaluate(() => {
      const video: (HTMLVideoElement & { webkitAudioDecodedByteCount?: number }) | null =
        document.querySelector('video')
      return {
        frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
        // Chromium's own count: zero as long as no sound was decoded.
        audioBytes: video?.webkitAudioDecodedByteCount ?? 0,
        currentTime: video?.currentTime ?? 0,
      }
    })
  await expect.poll(async () => (await seen()).currentTime).toBeGreaterThan(1.5)
  const { frames, audioBytes } = await seen()
  await person.look('watching')
  return { moved: frames > 5, heard: audioBytes > 0 }
}
