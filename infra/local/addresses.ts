import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findJsonObject, textOf } from './read-json.ts'

/** How another command of this folder reaches the product that runs on it. */
export type Addresses = { readonly url: string; readonly ownerUrl: string }

const fileIn = (dataDir: string): string => join(dataDir, 'addresses.json')

/** For the time the product runs; only its own user may read it, because it holds a password. */
export function saveAddresses(dataDir: string, addresses: Addresses): void {
  rmSync(fileIn(dataDir), { force: true })
  writeFileSync(fileIn(dataDir), JSON.stringify(addresses), { mode: 0o600 })
}

export function dropAddresses(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}

/** Undefined when nothing runs on this folder. */
export function findAddresses(dataDir: string): Addresses | undefined {
  try {
    const saved = findJsonObject(readFileSync(fileIn(dataDir), 'utf8'))
    return saved && { url: textOf(saved, 'url'), ownerUrl: textOf(saved, 'ownerUrl') }
  } catch {
    return undefined
  }
}
