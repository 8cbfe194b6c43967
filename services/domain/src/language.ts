export const languages = ['en', 'es', 'th'] as const
export type Language = (typeof languages)[number]

export const isLanguage = (value: unknown): value is Language =>
  languages.some((language) => language === value)

/** Best match for an Accept-Language header, by its weights; English where nothing matches. */
export function pickLanguage(accepted: string | undefined): Language {
  const wishes = (accepted ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase())
    const weight = parameters.find((each) => each.startsWith('q='))?.slice(2)
    return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) }
  })
  // The sort is stable: equal wishes keep their order.
  for (const { language, weight } of wishes.sort((a, b) => b.weight - a.weight)) {
    if (weight > 0 && isLanguage(language)) return language
  }
  return 'en'
}
