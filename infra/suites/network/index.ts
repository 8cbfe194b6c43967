import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Bound } from '../../local/figures-runner.ts'
import { openNetworkStage } from './network-stage.ts'
import { playCuts, playQueue } from './plays.ts'

export const about = {
  name: 'network',
  proves:
    'a clip that was picked arrives, whatever the line, the page and the browser do, and little of it is sent twice',
  takes: 'about 25 minutes; an argument picks the plays that have it in their name',
}

export const bounds: Readonly<Record<string, Bound>> = {
  unfinished: { atMost: 0 },
  sha256Different: { atMost: 0 },
  resentRatio: { atMost: 0.1 },
}

const plays = [
  {
    name: '120 MB at 2 Mbit/s, with three reloads, a killed browser and a blackout of a minute',
    play: playCuts({ bytes: 120_000_000, kbit: 2_000 }),
  },
  {
    name: '6 MB at 256 kbit/s, with the same',
    play: playCuts({ bytes: 6_000_000, kbit: 256 }),
  },
  { name: 'ten clips in a queue, two of them cut', play: playQueue },
]

export async function run({ args }: { readonly args: readonly string[] }): Promise<Record<string, number>> {
  const stage = await openNetworkStage()
  let files = 0
  let finished = 0
  let equal = 0
  let worst = 0
  try {
    const chosen = plays.filter(({ name }) => name.includes(args[0] ?? ''))
    if (chosen.length === 0) throw new Error(`no play has ${args[0]} in its name`)
    for (const { name, play } of chosen) {
      console.log(`\n${name}`)
      const { sent, resentRatio } = await play(stage)
      worst = Math.max(worst, resentRatio)
      for (const { clipId, file } of sent) {
        files += 1
        const clip = await stage.teacher.waitFor(clipId, ['uploaded'], 1_000)
        if (!clip) continue
        finished += 1
        const original = await stage.teacher.get(`/api/clips/${clipId}/original`)
        if ((await hashOf(original.body)) === (await hashOf(createReadStream(file)))) equal += 1
      }
    }
    return {
      files,
      finished,
      unfinished: files - finished,
      sha256Equal: equal,
      sha256Different: files - equal,
      resentRatio: Number(worst.toFixed(4)),
    }
  } finally {
    await stage.close()
  }
}

async function hashOf(bytes: AsyncIterable<Uint8Array> | null): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of bytes ?? []) hash.update(piece)
  return hash.digest('hex')
}
