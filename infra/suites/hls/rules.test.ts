import { expect, test } from 'vitest'
import { readLadder } from './ladder.ts'
import { allRules, brokenRules } from './rules.ts'
import {
  addPictures,
  type Files,
  FRAME,
  media,
  noFragment,
  soundLadder,
  VIDEO_SCALE,
} from './sound-ladder.ts'
import { editList, fragment, header, videoEntry } from './write-boxes.ts'

const absent = { status: 404, contentType: 'application/problem+json', bytes: Buffer.alloc(0) }
const read = async (files: Files, sourceSeconds = 9) =>
  await readLadder('main.m3u8', sourceSeconds, async (uri) => files.get(uri) ?? absent)
const brokenIn = async (files: Files, sourceSeconds?: number) =>
  brokenRules(await read(files, sourceSeconds)).map(({ rule }) => `${rule.section}: ${rule.says}`)

test('a ladder without a fault breaks no rule', async () => {
  const broken = brokenRules(await read(soundLadder()))
  expect(broken.flatMap(({ rule, faults }) => faults.map((fault) => `${rule.section} ${fault}`))).toEqual([])
})

const inHeader =
  (...pairs: readonly string[]): Plant =>
  (files) => {
    let text = files.get('480p-init.mp4')?.bytes.toString('latin1') ?? ''
    for (let i = 0; i < pairs.length; i += 2) text = text.replaceAll(pairs[i] ?? '', pairs[i + 1] ?? '')
    files.set('480p-init.mp4', media(Buffer.from(text, 'latin1')))
  }
type Plant = (files: Files) => void
const edit =
  (file: string, from: string | RegExp, to: string): Plant =>
  (files) => {
    const old = files.get(file)
    if (!old) throw new Error(file)
    const text = old.bytes.toString()
    const changed = text.replace(from, to)
    if (changed === text) throw new Error(`nothing to change in ${file}`)
    files.set(file, { ...old, bytes: Buffer.from(changed) })
  }
const inMaster = (from: string | RegExp, to: string) => edit('main.m3u8', from, to)
const inList = (from: string | RegExp, to: string) => edit('480p.m3u8', from, to)
const pictures = (options: Parameters<typeof addPictures>[3]): Plant => {
  return (files) => addPictures(files, '480p', [854, 480], options)
}
const samples = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    duration: FRAME,
    sync: n === 0,
    compositionOffset: 0,
    bytes: Buffer.from([0, 0, 0, 1, n === 0 ? 5 : 1]),
  }))
const secondSegment =
  (change: Partial<Parameters<typeof fragment>[0]>): Plant =>
  (files) => {
    const written = { sequence: 2, decodeTime: 4 * VIDEO_SCALE, samples: samples(100), ...change }
    files.set('480p-1.m4s', media(fragment(written)))
  }
const holeWithin: Plant = (files) => {
  const halves = [0, 51].map((frames, i) =>
    fragment({ sequence: 2 + i, decodeTime: 4 * VIDEO_SCALE + frames * FRAME, samples: samples(50) }),
  )
  files.set('480p-1.m4s', media(Buffer.concat(halves)))
}
const newHeader =
  (...extra: Buffer[]): Plant =>
  (files) =>
    void files.set('480p-init.mp4', media(header('vide', VIDEO_SCALE, videoEntry(854, 480), ...extra)))

/** What is planted, and the words of the rule that has to find it. */
const planted: readonly (readonly [string, Plant, string])[] = [
  ['no EXTM3U in the master', inMaster('#EXTM3U\n', ''), 'the master playlist begins with'],
  ['a byte order mark', inMaster('#EXTM3U', '\uFEFF#EXTM3U'), 'the master playlist begins with'],
  [
    'an unquoted CODECS',
    inMaster('CODECS="avc1.64001f,mp4a.40.2"', 'CODECS=avc1.64001f'),
    'attribute lists follow',
  ],
  ['a quoted RESOLUTION', inMaster('RESOLUTION=426x240', 'RESOLUTION="426x240"'), 'attribute lists follow'],
  [
    'an attribute twice',
    inMaster('FRAME-RATE=25.000', 'FRAME-RATE=25.000,FRAME-RATE=25.000'),
    'attribute lists follow',
  ],
  ['a space after a comma', inMaster(',RESOLUTION=426', ', RESOLUTION=426'), 'attribute lists follow'],
  [
    'a segment tag in the master',
    inMaster('#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:4'),
    'a master playlist has no tag',
  ],
  [
    'independence not said',
    inMaster('#EXT-X-INDEPENDENT-SEGMENTS\n', ''),
    'EXT-X-INDEPENDENT-SEGMENTS is said',
  ],
  ['a BANDWIDTH below the peak', inMaster(/:BANDWIDTH=\d+/, ':BANDWIDTH=30000'), 'BANDWIDTH is the largest'],
  [
    'a BANDWIDTH without the sound',
    inMaster(/:BANDWIDTH=(\d+)/, ':BANDWIDTH=1$1'),
    'BANDWIDTH is the largest',
  ],
  [
    'a BANDWIDTH that is no number',
    inMaster(/:BANDWIDTH=\d+/, ':BANDWIDTH=9.5e4'),
    'BANDWIDTH is the largest',
  ],
  [
    'an average that is too low',
    inMaster(/AVERAGE-BANDWIDTH=\d+/, 'AVERAGE-BANDWIDTH=9000'),
    'AVERAGE-BANDWIDTH is',
  ],
  ['another profile in CODECS', inMaster('avc1.64001f', 'avc1.42c01e'), 'CODECS names every format'],
  ['a sound that CODECS leaves out', inMaster('64001f,mp4a.40.2', '64001f'), 'CODECS names every format'],
  ['another RESOLUTION', inMaster('854x480', '852x480'), 'RESOLUTION is that of the pictures'],
  [
    'a FRAME-RATE that is too low',
    inMaster('FRAME-RATE=25.000', 'FRAME-RATE=15.000'),
    'FRAME-RATE is the largest',
  ],
  [
    'a FRAME-RATE that is too high',
    inMaster('FRAME-RATE=25.000', 'FRAME-RATE=50.000'),
    'FRAME-RATE is the largest',
  ],
  [
    'a group of sounds that is not there',
    inMaster('AUDIO="sound"', 'AUDIO="music"'),
    'AUDIO names the group',
  ],
  ['a sound without a name', inMaster('NAME="original",', ''), 'an EXT-X-MEDIA has TYPE'],
  [
    'a default that is not chosen',
    inMaster('DEFAULT=YES,AUTOSELECT=YES', 'DEFAULT=YES,AUTOSELECT=NO'),
    'an EXT-X-MEDIA has TYPE',
  ],
  ['two sounds of one name', inMaster('NAME="original"', 'NAME="levelled"'), 'in a group names differ'],
  [
    'two default sounds',
    inMaster('DEFAULT=NO,AUTOSELECT=NO', 'DEFAULT=YES,AUTOSELECT=YES'),
    'in a group names differ',
  ],
  [
    'two versions in the master',
    inMaster('#EXT-X-VERSION:7', '#EXT-X-VERSION:7\n#EXT-X-VERSION:7'),
    'at most one version',
  ],
  [
    'a variant that is not there',
    inMaster(/\n480p\.m3u8/, '\nlost.m3u8'),
    'whatever a playlist names is there',
  ],
  ['no EXTM3U in a rendition', inList('#EXTM3U\n', ''), 'EXTM3U is the first line'],
  ['a control character', inList('480p-0', '480p\u0007-0'), 'a playlist is UTF-8'],
  ['no version', inList('#EXT-X-VERSION:7\n', ''), 'EXT-X-VERSION stands there once'],
  ['a version without EXT-X-MAP', inList('VERSION:7', 'VERSION:5'), 'EXT-X-MAP without I-frames'],
  ['a segment without EXTINF', inList(/#EXTINF[^\n]*\n/, ''), 'every segment has an EXTINF'],
  ['a target that is too short', inList('DURATION:4', 'DURATION:3'), 'no EXTINF, rounded'],
  ['a target with a fraction', inList('DURATION:4', 'DURATION:4.5'), 'no EXTINF, rounded'],
  [
    'another target than its neighbours',
    inList('DURATION:4', 'DURATION:6'),
    'all playlists have the same target',
  ],
  ['no EXT-X-MAP', inList(/#EXT-X-MAP[^\n]*\n/, ''), 'names its header in EXT-X-MAP'],
  ['an unquoted header', inList(/URI="([^"]*)"/, 'URI=$1'), 'names its header in EXT-X-MAP'],
  ['no end', inList('#EXT-X-ENDLIST\n', ''), 'ends with EXT-X-ENDLIST'],
  ['an EVENT playlist', inList('TYPE:VOD', 'TYPE:EVENT'), 'EXT-X-PLAYLIST-TYPE is VOD'],
  [
    'a sequence number in the middle',
    inList('480p-0.m4s', '480p-0.m4s\n#EXT-X-MEDIA-SEQUENCE:0'),
    'EXT-X-MEDIA-SEQUENCE stands',
  ],
  ['a segment listed twice', inList('480p-1.m4s', '480p-0.m4s'), 'a segment is listed once'],
  [
    'a segment that is not there',
    (files) => void files.delete('480p-1.m4s'),
    'whatever a playlist names is there',
  ],
  ['a header that is not there', (files) => void files.delete('480p-init.mp4'), 'a header has ftyp'],
  [
    'a segment of no known kind',
    (files) => void files.set('480p-1.m4s', { ...noFragment(), contentType: 'text/html' }),
    'whatever a playlist names is there',
  ],
  [
    'a playlist answered as text',
    (files) =>
      void files.set('480p.m3u8', { ...(files.get('480p.m3u8') ?? absent), contentType: 'text/plain' }),
    'playlists are answered as',
  ],
  [
    'a segment without a fragment',
    (files) => void files.set('480p-1.m4s', noFragment()),
    'every segment holds fragments',
  ],
  ['an old brand', inHeader('iso6', 'isom', 'cmfc', 'avc1'), 'a header has ftyp'],
  ['a header that moves its pictures', newHeader(editList(1024)), 'no edit list moves'],
  ['no tfdt', secondSegment({ decodeTime: undefined }), 'every traf has a tfdt'],
  ['absolute addresses', secondSegment({ absolute: true }), 'addresses are relative'],
  ['a track of another header', secondSegment({ trackId: 2 }), 'a trak for every traf'],
  ['samples beyond their mdat', secondSegment({ misplacedBy: 64 }), 'lie within the mdat'],
  [
    'a hole between segments',
    secondSegment({ decodeTime: 4 * VIDEO_SCALE + FRAME }),
    'without a hole or an overlap',
  ],
  [
    'an overlap of segments',
    secondSegment({ decodeTime: 4 * VIDEO_SCALE - FRAME }),
    'without a hole or an overlap',
  ],
  [
    'segments that begin before the list says',
    secondSegment({ decodeTime: 0 }),
    'segments begin where the durations',
  ],
  [
    'a segment shorter than its EXTINF',
    secondSegment({ samples: samples(90) }),
    'without a hole or an overlap',
  ],
  [
    'a first picture that needs another',
    pictures({ syncFirst: false }),
    'begins with a picture that needs no other',
  ],
  [
    'pictures that reach back over an open start',
    pictures({ firstUnit: 1, compositionOffsets: [1024, -512, -512] }),
    'begins with a picture that needs no other',
  ],
  ['a rendition that starts later', pictures({ shift: 3 * FRAME }), 'begin at the same media time'],
  ['segments at other instants', pictures({ segmentSeconds: [3, 4, 2] }), 'segments at the same instants'],
  ['another number of segments', pictures({ segmentSeconds: [4, 3, 1, 1] }), 'segments at the same instants'],
  [
    'a rendition that ends early',
    pictures({ segmentSeconds: [4, 4, 0.6] }),
    'all renditions show for as long',
  ],
  [
    'a rendition that lacks a whole stretch',
    pictures({ segmentSeconds: [4] }),
    'no longer than the target duration',
  ],
  ['a variant without an address', inMaster('\n480p.m3u8', ''), 'every EXT-X-STREAM-INF is followed'],
  ['a hole within a segment', holeWithin, 'within a segment fragments follow'],
  [
    'a header that holds samples',
    inHeader('stsz\0\0\0\0\0\0\0\0\0\0\0\0', 'stsz\0\0\0\0\0\0\0\0\0\0\0\u0001'),
    'a header describes and holds no samples',
  ],
]

test.each(planted)('finds %s', async (_what, plant, words) => {
  const files = soundLadder()
  plant(files)
  expect((await brokenIn(files)).join('\n')).toContain(words)
})

test('a rendition of another length than what was sent is found', async () => {
  expect((await brokenIn(soundLadder(), 9.5)).join()).toContain('lasts as long as what was sent')
})

test('every rule finds something that is planted here, so that none is blind', async () => {
  const needles = [...planted.map(([, , words]) => words), 'lasts as long as what was sent']
  const blind = allRules.filter(({ says }) => !needles.some((words) => says.includes(words)))
  expect(blind.map(({ section, says }) => `${section} ${says}`)).toEqual([])
})
