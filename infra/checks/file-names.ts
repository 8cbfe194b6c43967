import { posix } from 'node:path'

const forbidden = [
  'utils',
  'util',
  'helpers',
  'helper',
  'misc',
  'common',
  'types',
  'constants',
  'base',
  'manager',
  'shared',
  'lib-utils',
]
/** An index is a package's entry, a suite or a measurement; anywhere else it is a barrel. */
const entries =
  /^(services\/[^/]+\/src|web\/src|workers\/src|infra\/(local|local\/s3|suites\/[^/]+|bench\/[^/]+))\/index\.tsx?$/

/** File and folder names that say nothing, and barrels. */
export function fileNameFaults(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const names = path
      .split('/')
      .map((name) => name.replace(/\.(test|d|module)?\.?(tsx?|mjs|js|css|json)$/, ''))
    const bad = names.find((name) => forbidden.includes(name.toLowerCase()))
    if (bad !== undefined) return [`${path}: "${bad}" says nothing; name the idea`]
    if (/^index\.(tsx?|js)$/.test(posix.basename(path)) && !entries.test(path))
      return [`${path}: a barrel; import the files by name`]
    return []
  })
}
