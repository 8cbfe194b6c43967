export const programParts = ['people', 'invitations', 'partnerships', 'counts', 'settings'] as const
export type ProgramPart = (typeof programParts)[number]

/** The part an address or a tab names; the people where it names none. */
export const partOf = (value: unknown): ProgramPart => programParts.find((part) => part === value) ?? 'people'
