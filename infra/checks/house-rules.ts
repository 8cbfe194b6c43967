import { boundaryFaults } from './boundaries.ts'
import type { Check } from './check.ts'
import { fileNameFaults } from './file-names.ts'
import { singleImporterFaults } from './single-importers.ts'
import { codeFiles, listFiles, readFiles } from './source-files.ts'

export const boundaries: Check = {
  name: 'boundaries between packages',
  run: async (root) => {
    const packageFiles = await readFiles(root, /(^|\/)package\.json$/)
    return { faults: boundaryFaults(await readFiles(root, codeFiles), packageFiles) }
  },
}

export const singleImporters: Check = {
  name: 'one importer each',
  run: async (root) => ({ faults: singleImporterFaults(await readFiles(root, codeFiles)) }),
}

export const fileNames: Check = {
  name: 'file names',
  run: async (root) => {
    const paths = (await listFiles(root)).filter((path) => /^(services|workers|web|infra)\//.test(path))
    return { faults: fileNameFaults(paths) }
  },
}
