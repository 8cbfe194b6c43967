import { inject } from 'vitest'

export { openProgram } from '@cuepoint/db'
export { type Cast, type CastMember, castOf, type Lesson, lessonUnderReview } from './coaching-cast.ts'

/** What a story in the browser is given: the running product and the tools to tell it with. */
export type StoryGround = {
  /** The product without any program in it. */
  readonly url: string
  /** Where the mails it sent can be read: `/api/mails?to=ADDRESS`. */
  readonly mailPageUrl: string
  /** The owner's database URL, to make the first lead as an operator would. */
  readonly databaseUrl: string
  readonly chromiumPath: string
  readonly chromiumArgs: readonly string[]
  readonly ffmpegPath: string
  readonly ffprobePath: string
  /** Kept after the run, for a person to look at. */
  readonly screenshotDir: string
}

declare module 'vitest' {
  // Merging into the library's own interface is how it learns the type.
  interface ProvidedContext {
    readonly story: StoryGround
  }
}

/** The run's product and browser; only within the story's own configuration. */
export function storyGround(): StoryGround {
  const story: StoryGround | undefined = inject('story')
  if (!story) throw new Error('No product: run npm test -- web/e2e, whose setup brings it up.')
  return story
}
