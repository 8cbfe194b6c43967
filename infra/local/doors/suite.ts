import { openFigures } from '../figures-runner.ts'

/** `npm run suite`: without a name lists what infra/suites holds, with one runs it. */
export async function open(args: readonly string[]): Promise<void> {
  await openFigures('suite', 'infra/suites', args)
}
