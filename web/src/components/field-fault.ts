export type FieldFault = { kind: 'empty' | 'email' | 'short'; least: number }

type Field = HTMLInputElement | HTMLTextAreaElement

/** The fields of a form that the browser would not let go, in order, with what is wrong in our words. */
export function faultsOf(form: HTMLFormElement): { name: string; element: Field; fault: FieldFault }[] {
  return [...form.elements]
    .filter((element) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
    .flatMap((element) => {
      const kind = kindOf(element)
      return kind ? [{ name: element.name, element, fault: { kind, least: element.minLength } }] : []
    })
}

function kindOf(element: Field): FieldFault['kind'] | undefined {
  const { validity, value, minLength } = element
  if (validity.valueMissing || (element.required && value.trim() === '')) return 'empty'
  if (validity.typeMismatch) return 'email'
  // The browser judges a length only after typing; a password keeper fills without.
  if (validity.tooShort || (minLength > 0 && value.length > 0 && value.length < minLength)) return 'short'
  return undefined
}
