import { argon2Sync, randomBytes } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'

/** A clip as the API tells of it, as far as the suites care. */
export type SeenClip = {
  readonly id: string
  readonly state: string
  readonly rejectReason: string | null
  readonly failReason: string | null
  readonly retryable: boolean
  readonly progressPercent: number
  readonly media: null | {
    readonly playlistUrl: string
    readonly posterUrl: string
    readonly durationMs: number
    readonly width: number
    readonly height: number
    readonly framesPerSecond: number
    readonly hasAudio: boolean
    readonly renditions: readonly { readonly name: string }[]
    readonly listenUrl: string | null
    readonly sounds: readonly string[]
    /** False while more renditions are being made. */
    readonly complete: boolean
    readonly partly: boolean
    readonly damaged: boolean
  }
}

/** A problem the API answered with. */
export type Refusal = { readonly code: string; readonly title: string; readonly detail?: string }

/** A teacher with a session, who uses the product by its API alone. */
export type Teacher = {
  readonly cookie: string
  readonly programId: string
  readonly newClip: (title: string) => Promise<string>
  /** Undefined when the file was taken, else why not. Rejects when the line breaks. */
  readonly send: (clipId: string, path: string, name?: string) => Promise<Refusal | undefined>
  /** Another go from the original that is there. */
  readonly retry: (clipId: string) => Promise<number>
  readonly clip: (clipId: string) => Promise<SeenClip>
  /** The clip once it is in one of these states; undefined when that takes longer than the limit. */
  readonly waitFor: (
    clipId: string,
    states: readonly string[],
    limitMs: number,
  ) => Promise<SeenClip | undefined>
  /** The clip once nothing more will become of it: all that there will be to watch is there, or it was refused or stopped. */
  readonly untilComplete: (clipId: string, limitMs: number) => Promise<SeenClip | undefined>
  /** The clip once this holds for it; undefined when that takes longer than the limit. */
  readonly waitUntil: (
    clipId: string,
    holds: (clip: SeenClip) => boolean,
    limitMs: number,
  ) => Promise<SeenClip | undefined>
  /** Any address of the product with her session. */
  readonly get: (path: string) => Promise<Response>
}

/** Puts a program with one teacher into an empty product, as an operator would, and signs her in. */
export async function signInTeacher(productUrl: string, databaseUrl: string): Promise<Teacher> {
  const { email, password, programId } = await plantTeacher(databaseUrl)
  const signedIn = await fetch(`${productUrl}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!signedIn.ok) throw new Error(`signing in was answered with ${signedIn.status}`)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

  const ask = (
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ): Promise<Response> => fetch(new URL(path, productUrl), { ...init, headers: { ...init.headers, cookie } })

  const clip = async (clipId: string): Promise<SeenClip> => {
    const answer = await ask(`/api/clips/${clipId}`)
    if (!answer.ok) throw new Error(`asking for a clip was answered with ${answer.status}`)
    return (await answer.json()) as SeenClip
  }

  const waitUntil: Teacher['waitUntil'] = async (clipId, holds, limitMs) => {
    const endsMs = performance.now() + limitMs
    while (performance.now() < endsMs) {
      // While parts are killed an answer may fail; the next one counts.
      const seen = await clip(clipId).catch(() => undefined)
      if (seen && holds(seen)) return seen
      await delay(150)
    }
    return undefined
  }

  return {
    cookie,
    programId,
    clip,
    get: ask,
    newClip: async (title) => {
      const answer = await ask('/api/clips', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ programId, title, note: '' }),
      })
      if (answer.status !== 201) throw new Error(`a new clip was answered with ${answer.status}`)
      return ((await answer.json()) as { id: string }).id
    },
    send: async (clipId, path, name = 'lesson.mp4') => {
      const form = new FormData()
      form.append('file', await openAsBlob(path, { type: 'video/mp4' }), name)
      const answer = await ask(`/api/clips/${clipId}/original`, { method: 'PUT', body: form })
      if (answer.status !== 202) return (await answer.json()) as Refusal
      await answer.arrayBuffer()
      return undefined
    },
    retry: async (clipId) => {
      const answer = await ask(`/api/clips/${clipId}/retry`, { method: 'POST' })
      await answer.arrayBuffer()
      return answer.status
    },
    waitUntil,
    waitFor: async (clipId, states, limitMs) =>
      await waitUntil(clipId, ({ state }) => states.includes(state), limitMs),
    untilComplete: (clipId, limitMs) =>
      waitUntil(
        clipId,
        ({ state, media }) =>
          ['rejected', 'failed'].includes(state) || (state === 'ready' && media?.complete === true),
        limitMs,
      ),
  }
}

async function plantTeacher(
  databaseUrl: string,
): Promise<{ email: string; password: string; programId: string }> {
  const email = `teacher-${randomBytes(4).toString('hex')}@school.example`
  const password = randomBytes(12).toString('base64url')
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ program: string; person: string }>(
      `with program as (insert into program (name) values ('Hill Schools') returning id),
        person as (insert into person (name, email, email_verified) values ('Malee', $1, true) returning id),
        member as (insert into member (program_id, person_id, roles)
          select program.id, person.id, array['teacher'] from program, person)
      select program.id as program, person.id as person from program, person`,
      [email],
    )
    const [made] = rows
    if (!made) throw new Error('no teacher was made')
    await client.query(
      `insert into account (person_id, account_id, provider_id, password) values ($1::uuid, $1::text, 'credential', $2)`,
      [made.person, phc(password)],
    )
    return { email, password, programId: made.program }
  } finally {
    await client.end()
  }
}

/** As the product stores passwords: argon2id with a cost that is cheap enough for a suite. */
function phc(password: string): string {
  const nonce = randomBytes(16)
  const tag = argon2Sync('argon2id', {
    message: password,
    nonce,
    memory: 19_456,
    passes: 2,
    parallelism: 1,
    tagLength: 32,
  })
  const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=19456,t=2,p=1$${base64(nonce)}$${base64(tag)}`
}
