import { boundaryFaults } from './boundaries.ts'
import type { Check } from './check.ts'
import { fileNameFaults } from './file-names.ts'
import { singleImporterFaults } from './single-importers.ts'
import { codeFiles, listFiles, readFiles } from './source-files.ts'

export const boundaries: Check = {
  name: 'boundaries between packages',
  run: async (root) =>
    boundaryFaults(await readFiles(root, codeFiles), await readFiles(root, /(^|\/)package\.json$/)),
}

export const singleImporters: Check = {
  name: 'one importer each',
  run: async (root) => singleImporterFaults(await readFiles(root, codeFiles)),
}

export const fileNames: Check = {
  name: 'file names',
  run: async (root) =>
    fileNameFaults((await listFiles(root)).filter((path) => /^(services|workers|web|infra)\//.test(path))),
}
