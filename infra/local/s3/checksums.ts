import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { type Crc64, combineCrc, crc32c, crc64nvme, crcParameters } from './crc.ts'
import { S3Error } from './s3-error.ts'

export const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'MD5', 'SHA1', 'SHA256', 'SHA512'] as const
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number]

/** COMPOSITE is a checksum of the parts' checksums, FULL_OBJECT one of all the bytes. */
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT'

/** `value` is base64, with `-<parts>` behind it when composite. */
export type Checksum = { algorithm: ChecksumAlgorithm; type: ChecksumType; value: string }

export const checksumHeader = (algorithm: ChecksumAlgorithm): string =>
  `x-amz-checksum-${algorithm.toLowerCase()}`

/** The element of S3's XML that carries it, such as ChecksumCRC32. */
export const checksumElement = (algorithm: ChecksumAlgorithm): string => `Checksum${algorithm}`

/** Throws InvalidRequest for a name S3 has and this endpoint has not, so that nobody believes it was checked. */
export function parseChecksumAlgorithm(name: string): ChecksumAlgorithm {
  const found = checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase())
  if (found === undefined) throw new S3Error('InvalidRequest', 'Checksum algorithm provided is unsupported.')
  return found
}

export type RunningChecksum = { update(chunk: Uint8Array): void; digest(): string }

const uint32Base64 = (value: number): string => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes.toString('base64')
}

function runningCrc(extend: (chunk: Uint8Array, previous: number) => number): RunningChecksum {
  let crc = 0
  return {
    update: (chunk) => {
      crc = extend(chunk, crc)
    },
    digest: () => uint32Base64(crc),
  }
}

function runningCrc64(): RunningChecksum {
  let crc: Crc64 = { high: 0, low: 0 }
  return {
    update: (chunk) => {
      crc = crc64nvme(chunk, crc)
    },
    digest: () => {
      const bytes = Buffer.alloc(8)
      bytes.writeUInt32BE(crc.high, 0)
      bytes.writeUInt32BE(crc.low, 4)
      return bytes.toString('base64')
    },
  }
}

function runningHash(name: string): RunningChecksum {
  const hash = createHash(name)
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('base64') }
}

export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  switch (algorithm) {
    case 'CRC32':
      return runningCrc((chunk, previous) => crc32(chunk, previous))
    case 'CRC32C':
      return runningCrc(crc32c)
    case 'CRC64NVME':
      return runningCrc64()
    case 'MD5':
    case 'SHA1':
    case 'SHA256':
    case 'SHA512':
      return runningHash(algorithm.toLowerCase())
  }
}

export type PartChecksum = { value: string; sizeBytes: number }

const bigintOf = (base64: string): bigint => BigInt(`0x${Buffer.from(base64, 'base64').toString('hex')}`)

/** The checksum of a whole made of parts. Throws InvalidRequest when the algorithm cannot do that type. */
export function joinChecksums(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly PartChecksum[],
): Checksum {
  if (type === 'COMPOSITE') {
    const running = startChecksum(algorithm)
    for (const part of parts) running.update(Buffer.from(part.value, 'base64'))
    return { algorithm, type, value: `${running.digest()}-${parts.length}` }
  }
  if (algorithm !== 'CRC32' && algorithm !== 'CRC32C' && algorithm !== 'CRC64NVME')
    throw new S3Error('InvalidRequest', 'The FULL_OBJECT checksum type cannot be used with this algorithm.')
  const parameters = crcParameters[algorithm]
  const crc = parts.reduce(
    (sum, part) => combineCrc(sum, bigintOf(part.value), part.sizeBytes, parameters),
    0n,
  )
  const hex = crc.toString(16).padStart(Number(parameters.bits) / 4, '0')
  return { algorithm, type, value: Buffer.from(hex, 'hex').toString('base64') }
}

/** What a multipart upload gets when it names an algorithm and no type, as S3 has it. */
export const defaultChecksumType = (algorithm: ChecksumAlgorithm): ChecksumType =>
  algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE'
