type PluralWord = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Idea<Key> = Key extends `${infer Base}_${PluralWord}` ? `${Base}_other` : Key

/**
 * What a translation must hold: every key of the English catalog, with the plural forms its own language has
 * (`_other` always; the rest is checked against Intl in catalogs.test.ts).
 */
export type SameIdeas<Catalog> = {
  [Key in keyof Catalog as Idea<Key>]: Catalog[Key] extends string ? string : SameIdeas<Catalog[Key]>
}
