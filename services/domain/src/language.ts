export const languages = ['en', 'es', 'th'] as const
export type Language = (typeof languages)[number]

export const isLanguage = (value: unknown): value is Language =>
  languages.some((language) => language === value)

/** Best match for an Accept-Language header or a list of tags; English where nothing matches. */
export function pickLanguage(accepted: string | undefined): Language {
  for (const part of (accepted ?? '').split(',')) {
    const tag = part.split(';')[0]?.trim().toLowerCase().split('-')[0]
    if (isLanguage(tag)) return tag
  }
  return 'en'
}
