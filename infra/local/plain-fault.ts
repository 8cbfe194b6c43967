/** A fault that a person can act on: what happened and the next step. Shown without a stack. */
export class PlainFault extends Error {
  override readonly name = 'PlainFault'
}
