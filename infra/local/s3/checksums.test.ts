import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checksumAlgorithms, joinChecksums, startChecksum } from './checksums.ts'

const checksumOf = (algorithm: (typeof checksumAlgorithms)[number], ...pieces: Uint8Array[]): string => {
  const running = startChecksum(algorithm)
  for (const piece of pieces) running.update(piece)
  return running.digest()
}

const hex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex')

// The check values of the CRC catalogue, and of the hashes' own definitions.
test.each([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['MD5', '25f9e794323b453885f5181f1b624d0b'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
] as const)('%s of "123456789" is %s', (algorithm, expected) => {
  expect(hex(checksumOf(algorithm, Buffer.from('123456789')))).toBe(expected)
})

test('pieces give the same checksum as the whole', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (first, second) => {
      for (const algorithm of checksumAlgorithms)
        expect(checksumOf(algorithm, first, second)).toBe(
          checksumOf(algorithm, Buffer.concat([first, second])),
        )
    }),
  )
})

test('the checksum of the whole follows from those of its parts', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array(), { minLength: 1, maxLength: 5 }), (parts) => {
      for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME'] as const) {
        const known = parts.map((part) => ({ value: checksumOf(algorithm, part), sizeBytes: part.length }))
        expect(joinChecksums(algorithm, 'FULL_OBJECT', known).value).toBe(checksumOf(algorithm, ...parts))
      }
    }),
  )
})

test('a hash cannot be joined to one of the whole', () => {
  expect(() => joinChecksums('SHA256', 'FULL_OBJECT', [])).toThrow(/cannot be used/)
})
