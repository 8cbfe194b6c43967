import { storyGround } from '@cuepoint/testing/story'
import { expect } from 'vitest'

type Mail = { subject: string; text: string }

/** The newest mail to her that holds a link, once it has come. */
export async function linkMailedTo(email: string, path: RegExp): Promise<string> {
  let found: string | undefined
  await expect
    .poll(async () => {
      const mails = await mailsTo(email)
      found = mails
        .flatMap((mail) => mail.text.match(/https?:\/\/\S+/g) ?? [])
        .map((link) => link.replace(/[.,)>]+$/, ''))
        .find((link) => path.test(link))
      return found
    })
    .toBeTruthy()
  return found ?? ''
}

export async function mailsTo(email: string): Promise<readonly Mail[]> {
  const answer = await fetch(`${storyGround().mailPageUrl}/api/mails?to=${encodeURIComponent(email)}`)
  return (await answer.json()) as Mail[]
}
