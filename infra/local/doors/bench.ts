import { openFigures } from '../figures-runner.ts'

/** `npm run bench`: without a name lists what infra/bench holds, with one runs it. */
export async function open(args: readonly string[]): Promise<void> {
  await openFigures('bench', 'infra/bench', args)
}
