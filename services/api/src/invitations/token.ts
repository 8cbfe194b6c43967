import { createHash } from 'node:crypto'

/** 256 bits that nobody can guess, as they stand in a link. */
export const newToken = (random: (bytes: number) => Buffer): string => random(32).toString('base64url')

/** What is stored of a token: it finds the row, and cannot be used. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
