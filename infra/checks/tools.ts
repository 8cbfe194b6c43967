import { join } from 'node:path'
import { runCommand } from '../local/run-command.ts'
import type { Check } from './check.ts'

/** A check that is a tool's own verdict: what it prints is the fault. */
function tool(name: string, command: string, ...args: string[]): Check {
  return {
    name,
    run: async (root) => {
      const { code, output } = await runCommand(root, join(root, 'node_modules/.bin', command), args)
      return { faults: code === 0 ? [] : [output.trim()] }
    },
  }
}

export const format = tool('format', 'biome', 'format', '--diagnostic-level=error', '--max-diagnostics=30')
export const importCycles = tool('import cycles', 'biome', 'lint', '--diagnostic-level=error')
export const lint = tool('lint', 'oxlint', '--type-aware', '--quiet')
export const nodeTypes = tool('types, node side', 'tsc', '-p', 'tsconfig.json')
export const webTypes = tool('types, web', 'tsc', '-p', 'web/tsconfig.json')
export const storyTypes = tool('types, story', 'tsc', '-p', 'web/e2e/tsconfig.json')
/** On its own, without Node's types: the rules also run in a browser. */
export const domainTypes = tool('types, domain alone', 'tsc', '-p', 'services/domain/tsconfig.json')
