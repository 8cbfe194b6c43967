/** Every id is a UUID in lower case, opaque to everyone. */
export type Id = string

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const isId = (value: unknown): value is Id => typeof value === 'string' && uuid.test(value)
