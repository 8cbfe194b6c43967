import { migrate } from '@cuepoint/db'
import { createObjectStore } from '@cuepoint/storage'
import { readConfig } from './config.ts'

/** Brings database and bucket to where the API and the worker can start; doing it again changes nothing. */
async function prepare(): Promise<void> {
  const { ownerUrl, passwords, storage } = readConfig()
  const applied = await migrate(ownerUrl, passwords)
  const store = createObjectStore(storage)
  await store.ensureBucket().finally(() => store.close())
  process.stdout.write(`${JSON.stringify({ prepared: { migrations: applied, bucket: storage.bucket } })}\n`)
}

await prepare().catch((error: unknown) => {
  const causes: string[] = []
  for (let fault = error; fault instanceof Error; fault = fault.cause) causes.push(fault.message)
  process.stderr.write(`${JSON.stringify({ fatal: causes.join(': ') })}\n`)
  process.exitCode = 1
})
