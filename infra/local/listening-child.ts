import { createInterface, type Interface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { type Child, type ChildOptions, startChild } from './child.ts'
import { PlainFault } from './plain-fault.ts'
import { findJsonObject, isJsonObject, type JsonObject } from './read-json.ts'

const START_LIMIT_MS = 30_000

/** Starts a process that prints one line of JSON, `{"listening": {...}}`, once it can be used, and resolves to what that says. */
export async function startListeningChild(
  options: Omit<ChildOptions, 'talk' | 'stopSignal'>,
): Promise<{ child: Child; listening: JsonObject }> {
  const child = await startChild({ ...options, stopSignal: 'SIGTERM', talk: 'lines' })
  const output = child.process.stdout
  if (!output) throw new Error('standard output was not opened')
  const listening = await Promise.race([
    firstAnnouncement(createInterface({ input: output })),
    wait(START_LIMIT_MS, undefined, { ref: false }),
  ])
  if (listening) {
    // Whatever it prints later is dropped; an unread pipe would stop it once full.
    output.resume()
    return { child, listening }
  }
  await child.stop()
  throw new PlainFault(`${options.name} did not start:\n${child.lastWords()}`)
}

/** Ends without a result when the process closes its output, that is, dies. */
async function firstAnnouncement(lines: Interface): Promise<JsonObject | undefined> {
  for await (const line of lines) {
    const listening = findJsonObject(line)?.['listening']
    if (isJsonObject(listening)) return listening
  }
  return undefined
}
