import { expect, test } from 'vitest'
import { type Manifest, weightOf } from './page-weight.ts'

const manifest: Manifest = {
  'answer.html': { file: 'answer.js', imports: ['_react.js'], dynamicImports: ['src/app/answering.tsx'] },
  'index.html': { file: 'app.js', imports: ['_react.js', '_router.js'] },
  '_react.js': {
    file: 'react.js',
    css: ['react.css'],
    dynamicImports: ['src/catalogs/en.ts', 'src/catalogs/th.ts'],
  },
  '_router.js': { file: 'router.js' },
  'src/app/answering.tsx': {
    file: 'answering.js',
    imports: ['_react.js'],
    dynamicImports: ['src/features/player/player.tsx'],
  },
  'src/features/player/player.tsx': { file: 'player.js', imports: ['_video.js'] },
  '_video.js': { file: 'video.js' },
  'src/catalogs/en.ts': { file: 'en.js' },
  'src/catalogs/th.ts': { file: 'th.js' },
}
const sizes = new Map([
  ['answer.html', 1],
  ['answer.js', 10],
  ['react.js', 100],
  ['react.css', 1_000],
  ['answering.js', 10_000],
  ['en.js', 100_000],
  ['th.js', 200_000],
  ['player.js', 1_000_000],
  ['video.js', 10_000_000],
  ['router.js', 100_000_000],
])

test('counts the page, what it imports now or later, and the heaviest language, but neither player nor other pages', () => {
  expect(weightOf(manifest, sizes)).toBe(211_111)
})

test('a player that the page imports at once is counted', () => {
  const heavy = {
    ...manifest,
    'answer.html': { file: 'answer.js', imports: ['_react.js', 'src/features/player/player.tsx'] },
  }
  expect(weightOf(heavy, sizes)).toBeGreaterThan(11_000_000)
})
