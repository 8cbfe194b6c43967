export type Stage = {
  readonly name: string
  readonly from: string
  readonly user: string | undefined
  /** Paths of the repository that are copied in. */
  readonly copied: readonly string[]
}

/** The stages of a Dockerfile, each knowing the user it inherits from an earlier one. */
export function readStages(text: string): readonly Stage[] {
  const stages: { name: string; from: string; user: string | undefined; copied: string[] }[] = []
  const lines = text.replaceAll(/\\\n\s*/g, ' ').split('\n')
  for (const line of lines) {
    const [word = '', ...rest] = line.trim().split(/\s+/)
    const stage = stages.at(-1)
    if (word === 'FROM') {
      const [from = '', , name = ''] = rest
      stages.push({ name, from, user: stages.find((each) => each.name === from)?.user, copied: [] })
    } else if (word === 'USER' && stage) stage.user = rest[0]
    else if (word === 'COPY' && stage && !rest.some((each) => each.startsWith('--from=')))
      stage.copied.push(...rest.filter((each) => !each.startsWith('--')).slice(0, -1))
  }
  return stages
}

/** Whether an image is named by a version that cannot move under us by more than its last part. */
export const isPinned = (image: string): boolean => /:v?\d+(\.\d+)+|:[a-z]+-\d{8}(-|$)/.test(image)
