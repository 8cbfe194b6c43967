import { bitRates } from './bit-rates.ts'
import type { Ladder, Rendition, Variant } from './ladder.ts'
import { type Attributes, readAttributes } from './m3u8.ts'
import { targetSeconds, textFaults } from './playlist-rules.ts'
import type { Rule } from './rule.ts'

/** More than this above what is measured keeps a thin line from a rendition that it would carry. */
const MOST_TOO_MUCH = 1.1

const quoted = ['CODECS', 'AUDIO', 'VIDEO', 'SUBTITLES', 'URI', 'GROUP-ID', 'NAME', 'LANGUAGE', 'CHANNELS']
const unquoted = [
  'BANDWIDTH',
  'AVERAGE-BANDWIDTH',
  'RESOLUTION',
  'FRAME-RATE',
  'TYPE',
  'DEFAULT',
  'AUTOSELECT',
]

const inEach =
  (find: (variant: Variant, ladder: Ladder) => readonly string[]) =>
  (ladder: Ladder): readonly string[] =>
    ladder.variants.flatMap((variant) => find(variant, ladder).map((fault) => `${variant.uri}: ${fault}`))

/** The renditions of the sound a variant may be played with. */
function soundsOf({ attributes }: Variant, { renditions }: Ladder): readonly Rendition[] {
  const group = attributes.text('AUDIO')
  return renditions.filter(
    ({ attributes: each }) => each.raw('TYPE') === 'AUDIO' && each.text('GROUP-ID') === group,
  )
}

/** Of the most costly combination of pictures and sound (4.3.4.2). */
function measuredRates(variant: Variant, ladder: Ladder) {
  const target = targetSeconds(variant.track)
  const own = bitRates(variant.track, target)
  const others = soundsOf(variant, ladder).flatMap(({ track }) =>
    track && track !== variant.track ? bitRates(track, target) : [],
  )
  return {
    peak: own.peak + Math.max(0, ...others.map(({ peak }) => peak)),
    average: own.average + Math.max(0, ...others.map(({ average }) => average)),
  }
}

function rateFaults(attributes: Attributes, name: string, measured: number): readonly string[] {
  const said = attributes.number(name)
  if (!Number.isInteger(said)) return [`${name} is no whole number`]
  // A unit more or less is rounding.
  if (said < Math.floor(measured) - 1) return [`${name} is ${said}, measured are ${Math.ceil(measured)}`]
  if (said > measured * MOST_TOO_MUCH + 1_000)
    return [`${name} is ${said}, far above the ${Math.ceil(measured)} that are measured`]
  return []
}

/** The master playlist (RFC 8216, 4.3.4 and 4.3.5). */
export const masterRules: readonly Rule[] = [
  {
    section: '4.3.1.1',
    says: 'the master playlist begins with EXTM3U and is plain text',
    find: ({ lines, answer }) => [
      ...(lines[0]?.text === '#EXTM3U' ? [] : [`begins with ${lines[0]?.text}`]),
      ...textFaults(answer.bytes),
    ],
  },
  {
    section: '4.2',
    says: 'attribute lists follow the grammar, each name once, strings quoted and numbers not',
    find: ({ lines }) =>
      lines
        .filter(({ tag }) => tag === '#EXT-X-STREAM-INF' || tag === '#EXT-X-MEDIA')
        .flatMap(({ text, value }) => attributeFaults(value).map((fault) => `${fault} in ${text}`)),
  },
  {
    section: '4.1',
    says: 'a master playlist has no tag of a media playlist',
    find: ({ lines }) =>
      lines
        .filter(({ tag = '' }) =>
          /^#EXT(INF|-X-(TARGETDURATION|MAP|ENDLIST|PLAYLIST-TYPE|BYTERANGE))$/.test(tag),
        )
        .map(({ text }) => text),
  },
  {
    section: '4.3.5.1',
    says: 'EXT-X-INDEPENDENT-SEGMENTS is said, so that players may change at every segment',
    find: ({ lines, variants }) =>
      lines.some(({ tag }) => tag === '#EXT-X-INDEPENDENT-SEGMENTS') ||
      variants.every(({ track }) => track.lines.some(({ tag }) => tag === '#EXT-X-INDEPENDENT-SEGMENTS'))
        ? []
        : ['is not said'],
  },
  {
    section: '4.3.4.2',
    says: 'every EXT-X-STREAM-INF is followed by an address, and there is one at least',
    find: ({ variants }) =>
      variants.length === 0
        ? ['there is none']
        : variants.filter(({ uri }) => uri === '').map(() => 'one without an address'),
  },
  {
    section: '4.3.4.2',
    says: 'BANDWIDTH is the largest sum of peak segment bit rates of any playable combination',
    find: inEach((variant, ladder) =>
      rateFaults(variant.attributes, 'BANDWIDTH', measuredRates(variant, ladder).peak),
    ),
  },
  {
    section: '4.3.4.2',
    says: 'AVERAGE-BANDWIDTH is the largest sum of average segment bit rates of any playable combination',
    find: inEach((variant, ladder) =>
      variant.attributes.raw('AVERAGE-BANDWIDTH') === undefined
        ? []
        : rateFaults(variant.attributes, 'AVERAGE-BANDWIDTH', measuredRates(variant, ladder).average),
    ),
  },
  {
    section: '4.3.4.2',
    says: 'CODECS names every format of the pictures and the sound, as their headers have them',
    find: inEach((variant, ladder) => {
      const said = variant.attributes.text('CODECS')?.split(',') ?? []
      const inits = [variant.track.init, ...soundsOf(variant, ladder).map(({ track }) => track?.init)]
      const real = [...new Set(inits.flatMap((init) => init?.codec ?? []))]
      const missing = real.filter((codec) => !said.includes(codec))
      const surplus = said.filter((codec) => !real.includes(codec))
      return [
        ...missing.map((codec) => `${codec} is not among ${said.join(' ') || 'none'}`),
        ...surplus.map((codec) => `${codec} is in none of its headers`),
      ]
    }),
  },
  {
    section: '4.3.4.2',
    says: 'RESOLUTION is that of the pictures',
    find: inEach(({ attributes, track: { init } }) => {
      if (init?.kind !== 'video') return []
      const real = `${init.width}x${init.height}`
      return attributes.raw('RESOLUTION') === real
        ? []
        : [`is ${attributes.raw('RESOLUTION')}, is really ${real}`]
    }),
  },
  {
    section: '4.3.4.2',
    says: 'FRAME-RATE is the largest rate of the pictures, with three decimals at most',
    find: inEach(({ attributes, track }) => {
      if (track.init?.kind !== 'video') return []
      const said = attributes.number('FRAME-RATE')
      const { timescale } = track.init
      const durations = track.segments
        .flatMap(({ fragments }) =>
          fragments.flatMap(({ samples }) => samples.map(({ duration }) => duration)),
        )
        .slice(0, -1)
      if (durations.length === 0) return []
      const average = (timescale * durations.length) / durations.reduce((sum, each) => sum + each, 0)
      const largest = timescale / Math.max(1, Math.min(...durations))
      const decimals = attributes.raw('FRAME-RATE')?.split('.')[1]?.length ?? 0
      return said >= average * 0.99 && said <= Math.max(largest, average) * 1.01 && decimals <= 3
        ? []
        : [`is ${attributes.raw('FRAME-RATE')}, measured are ${average.toFixed(3)} on average`]
    }),
  },
  {
    section: '4.3.4.2',
    says: 'AUDIO names the group of an EXT-X-MEDIA of type AUDIO',
    find: inEach((variant, ladder) => {
      const group = variant.attributes.raw('AUDIO')
      return group === undefined || soundsOf(variant, ladder).length > 0 ? [] : [`${group} does not exist`]
    }),
  },
  {
    section: '4.3.4.1',
    says: 'an EXT-X-MEDIA has TYPE, GROUP-ID and NAME; DEFAULT=YES is not AUTOSELECT=NO',
    find: ({ renditions }) =>
      renditions.flatMap(({ attributes }) => [
        ...(['AUDIO', 'VIDEO', 'SUBTITLES', 'CLOSED-CAPTIONS'].includes(attributes.raw('TYPE') ?? '')
          ? []
          : ['TYPE is none of the four']),
        ...['GROUP-ID', 'NAME'].filter((name) => !attributes.text(name)).map((name) => `${name} is missing`),
        ...(attributes.raw('DEFAULT') === 'YES' && attributes.raw('AUTOSELECT') === 'NO'
          ? ['AUTOSELECT=NO with DEFAULT=YES']
          : []),
      ]),
  },
  {
    section: '4.3.4.1.1',
    says: 'in a group names differ and at most one is the default',
    find: ({ renditions }) => {
      const groups = Map.groupBy(renditions, ({ attributes }) => attributes.text('GROUP-ID') ?? '')
      return [...groups].flatMap(([group, members]) => {
        const names = new Set(members.map(({ attributes }) => attributes.text('NAME')))
        const defaults = members.filter(({ attributes }) => attributes.raw('DEFAULT') === 'YES')
        return [
          ...(names.size < members.length ? [`${group}: a name stands there twice`] : []),
          ...(defaults.length > 1 ? [`${group}: ${defaults.length} defaults`] : []),
        ]
      })
    },
  },
  {
    section: '7',
    says: 'the master playlist says at most one version',
    find: ({ lines }) =>
      lines.filter(({ tag }) => tag === '#EXT-X-VERSION').length > 1 ? ['it says several'] : [],
  },
]

function attributeFaults(value: string): readonly string[] {
  const { pairs, wellFormed } = readAttributes(value)
  const names = pairs.map(({ name }) => name)
  return [
    ...(wellFormed ? [] : ['the list is not well formed']),
    ...names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${name} stands there twice`),
    ...pairs
      .filter(({ name, raw }) => quoted.includes(name) && !raw.startsWith('"'))
      .map(({ name }) => `${name} is not quoted`),
    ...pairs
      .filter(({ name, raw }) => unquoted.includes(name) && raw.startsWith('"'))
      .map(({ name }) => `${name} is quoted`),
  ]
}
