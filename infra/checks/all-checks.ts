import { catalogs } from './catalogs.ts'
import type { Check } from './check.ts'
import { compose } from './compose.ts'
import { documents } from './documents.ts'
import { envExample } from './env-example.ts'
import { boundaries, fileNames, singleImporters } from './house-rules.ts'
import { pageWeight } from './page-weight.ts'
import { domainTypes, format, importCycles, lint, nodeTypes, storyTypes, webTypes } from './tools.ts'

/** What `npm run check` and the first part of `npm test` hold the repository against; none needs a service. */
export const allChecks: readonly Check[] = [
  format,
  importCycles,
  lint,
  nodeTypes,
  webTypes,
  storyTypes,
  domainTypes,
  boundaries,
  singleImporters,
  fileNames,
  catalogs,
  documents,
  envExample,
  compose,
  pageWeight,
]
