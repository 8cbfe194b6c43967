import { randomUUID } from 'node:crypto'
import { type ObjectStore, originalKey } from '@cuepoint/storage'
import { Client } from 'pg'
import { openProductStage, type ProductStage } from '../../suites/stage/product-stage.ts'
import { openStageStorage } from '../../suites/stage/stage-storage.ts'
import { type CpuBook, openCpuBook } from './cpu-account.ts'
import { inFolder } from './in-folder.ts'
import { type Input, type Inputs, inputsOf } from './inputs.ts'
import type { MediaTools } from './tools.ts'

/** The product's parts without the API and with workers of the measurement's own, and where time is counted. */
export type MediaStage = {
  readonly product: ProductStage
  readonly book: CpuBook
  readonly database: Client
  readonly storage: ObjectStore
  readonly tools: MediaTools
  readonly inputs: Inputs
  readonly say: (line: string) => void
  /** Puts a clip's original into storage and its row beside it, as after an upload; nobody works on it yet. */
  readonly arrive: (input: Input) => Promise<string>
  /** Takes the clip and everything of it away. */
  readonly remove: (clipId: string) => Promise<void>
  /** An empty folder for the length of the work. */
  readonly inFolder: <Result>(work: (dir: string) => Promise<Result>) => Promise<Result>
  readonly close: () => Promise<void>
}

export async function openMediaStage(seconds: number, say: (line: string) => void): Promise<MediaStage> {
  // First of all: whatever is started later is then counted as ours.
  const book = await openCpuBook()
  const product = await openProductStage().catch(async (error: unknown) => {
    await book.close()
    throw error
  })
  const { env } = product.product
  const database = new Client({ connectionString: env['DATABASE_URL'] })
  const storage = openStageStorage(env)
  const close = async (): Promise<void> => {
    await database.end().catch(() => undefined)
    storage.close()
    await product.close()
    await book.close()
  }
  try {
    await product.product.part('worker').stop()
    await product.product.part('api').stop()
    await database.connect()
    const owner = await plantOwner(database)
    const tools = {
      ffmpegPath: env['FFMPEG_PATH'] ?? 'ffmpeg',
      ffprobePath: env['FFPROBE_PATH'] ?? 'ffprobe',
    }
    return {
      product,
      book,
      database,
      storage,
      tools,
      inputs: inputsOf(tools, seconds, say),
      say,
      arrive: async (input) => await arrive(database, storage, owner, input),
      remove: async (clipId) => {
        await database.query('delete from clip where id = $1', [clipId])
        await database.query(`delete from outbox where payload ->> 'clipId' = $1`, [clipId])
        await storage.deletePrefix(`clips/${clipId}/`)
      },
      inFolder,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

type Owner = { readonly programId: string; readonly personId: string }

async function arrive(database: Client, storage: ObjectStore, owner: Owner, input: Input): Promise<string> {
  const clipId = randomUUID()
  const key = originalKey(clipId, randomUUID())
  await storage.putFile(key, input.file, { contentType: 'video/mp4', sizeBytes: input.sizeBytes })
  await database.query(
    `insert into clip (id, program_id, owner_id, title, state, original_key, size_bytes, attempt)
     values ($1, $2, $3, 'A measured lesson', 'uploaded', $4, $5, 1)`,
    [clipId, owner.programId, owner.personId, key, input.sizeBytes],
  )
  return clipId
}

async function plantOwner(database: Client): Promise<Owner> {
  const { rows } = await database.query<Owner>(
    `with program as (insert into program (name) values ('Hill Schools') returning id),
      person as (insert into person (name, email, email_verified) values ('Malee', 'malee@school.example', true) returning id),
      member as (insert into member (program_id, person_id, roles)
        select program.id, person.id, array['teacher'] from program, person)
    select program.id as "programId", person.id as "personId" from program, person`,
  )
  const [made] = rows
  if (!made) throw new Error('no owner was made')
  return made
}
