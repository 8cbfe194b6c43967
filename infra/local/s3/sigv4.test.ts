import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { decodeChunked } from './aws-chunked.ts'
import { parseAmzDate } from './instants.ts'
import { parseRequest } from './request.ts'
import { authenticate, type ChunkSigning } from './sigv4.ts'
import { deriveSigningKey } from './sigv4-canonical.ts'

// The worked examples of AWS's own documentation of Signature Version 4 for S3.
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
}
const amzDate = '20130524T000000Z'
const nowMs = parseAmzDate(amzDate) ?? 0
const scope = { date: '20130524', region: 'us-east-1', service: 's3' }
const host = 'examplebucket.s3.amazonaws.com'
const credential = `${credentials.accessKeyId}/20130524/us-east-1/s3/aws4_request`
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

const request = (method: string, url: string, headers: Record<string, string>) =>
  parseRequest(Object.assign(new IncomingMessage(new Socket()), { method, url, headers }), () => undefined)

const signed = (signature: string) =>
  request('GET', '/test.txt', {
    host,
    range: 'bytes=0-9',
    'x-amz-content-sha256': emptyHash,
    'x-amz-date': amzDate,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=${signature}`,
  })
const signature = 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'

const presigned = (expires = '86400') =>
  request(
    'GET',
    `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(credential)}&X-Amz-Date=${amzDate}&X-Amz-Expires=${expires}&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
    { host },
  )

test('the documented signature in a header holds', () => {
  expect(authenticate(signed(signature), credentials, nowMs)).toEqual({ kind: 'sha256', hex: emptyHash })
})

test('any other does not', () => {
  const other = signature.replace('f', 'e')
  expect(() => authenticate(signed(other), credentials, nowMs)).toThrow(/does not match/)
})

test('a signature holds for 15 minutes to either side', () => {
  for (const minutes of [-14, 14]) authenticate(signed(signature), credentials, nowMs + minutes * 60_000)
  for (const minutes of [-16, 16])
    expect(() => authenticate(signed(signature), credentials, nowMs + minutes * 60_000)).toThrow(/too large/)
})

test('the documented presigned request holds for as long as it says', () => {
  expect(authenticate(presigned(), credentials, nowMs + 86_400_000)).toEqual({ kind: 'unsigned' })
  expect(() => authenticate(presigned(), credentials, nowMs + 86_401_000)).toThrow('Request has expired')
  expect(() => authenticate(presigned('604801'), credentials, nowMs)).toThrow(/between 1 and 604800/)
})

test('a credential for another region is told which one is right', () => {
  expect(() => authenticate(presigned(), { ...credentials, region: 'eu-west-1' }, nowMs)).toThrow(/eu-west-1/)
})

async function decode(body: string, seedSignature: string, trailer: boolean) {
  const signing: ChunkSigning = {
    key: deriveSigningKey(credentials.secretAccessKey, scope),
    amzDate,
    scope,
    seedSignature,
  }
  const trailers: Record<string, string> = {}
  // Cut at an awkward length, so that frames lie across pieces.
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < body.length; at += 977) yield Buffer.from(body.slice(at, at + 977))
  }
  const payload: Buffer[] = []
  const onTrailer = (name: string, value: string): void => {
    trailers[name] = value
  }
  for await (const piece of decodeChunked(pieces(), { signing, trailer, onTrailer })) payload.push(piece)
  const whole = Buffer.concat(payload).toString()
  return { sizeBytes: whole.length, onlyLetters: /^a*$/.test(whole), trailers }
}

const letters = (count: number): string => 'a'.repeat(count)
const chunked = (...signatures: string[]): string =>
  [65_536, 1024, 0]
    .map(
      (size, index) =>
        `${size.toString(16)};chunk-signature=${signatures[index]}\r\n${letters(size)}${size > 0 ? '\r\n' : ''}`,
    )
    .join('')

const plainSeed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9'
const plainBody = `${chunked(
  'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
)}\r\n`

test('the documented signed chunks hold and give the payload', async () => {
  expect(await decode(plainBody, plainSeed, false)).toEqual({
    sizeBytes: 66_560,
    onlyLetters: true,
    trailers: {},
  })
})

test('a changed byte, a chunk left out and an early end are all refused', async () => {
  await expect(decode(plainBody.replace('aaa', 'aab'), plainSeed, false)).rejects.toThrow(/does not match/)
  const without = plainBody.replace(/400;[^\r]*\r\na{1024}\r\n/, '')
  await expect(decode(without, plainSeed, false)).rejects.toThrow(/does not match/)
  await expect(decode(plainBody.slice(0, 40_000), plainSeed, false)).rejects.toThrow(/terminated/)
})

test('the documented signed trailer holds, and another value does not', async () => {
  const seed = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e'
  const trailing = (checksum: string): string =>
    `${chunked(
      'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
      '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
      '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
    )}x-amz-checksum-crc32c:${checksum}\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n`
  expect(await decode(trailing('sOO8/Q=='), seed, true)).toEqual({
    sizeBytes: 66_560,
    onlyLetters: true,
    trailers: { 'x-amz-checksum-crc32c': 'sOO8/Q==' },
  })
  await expect(decode(trailing('AAAAAA=='), seed, true)).rejects.toThrow(/does not match/)
})
