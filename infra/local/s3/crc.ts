/** Reflected polynomials, as the checksums' names define them. */
const castagnoli = 0x82f63b78
const nvme = { high: 0x9a6c9329, low: 0xac4bc9b5 }

const crc32cTable = new Uint32Array(256)
const crc64High = new Uint32Array(256)
const crc64Low = new Uint32Array(256)
for (let index = 0; index < 256; index++) {
  let short = index
  let high = 0
  let low = index
  for (let bit = 0; bit < 8; bit++) {
    short = short & 1 ? (short >>> 1) ^ castagnoli : short >>> 1
    const carry = low & 1
    low = (low >>> 1) | (high << 31)
    high >>>= 1
    if (carry) {
      low ^= nvme.low
      high ^= nvme.high
    }
  }
  crc32cTable[index] = short
  crc64High[index] = high
  crc64Low[index] = low
}

/** Extends a CRC-32C (as an unsigned number, 0 to begin with) by a chunk. */
export function crc32c(chunk: Uint8Array, previous = 0): number {
  let crc = ~previous
  for (const byte of chunk) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ byte) & 0xff] ?? 0)
  return ~crc >>> 0
}

/** A CRC-64/NVME as two unsigned halves, because 64-bit arithmetic on BigInt is some thirty times slower. */
export type Crc64 = { high: number; low: number }

/** Extends a CRC-64/NVME (both halves 0 to begin with) by a chunk. */
export function crc64nvme(chunk: Uint8Array, previous: Crc64 = { high: 0, low: 0 }): Crc64 {
  let high = ~previous.high
  let low = ~previous.low
  for (const byte of chunk) {
    const index = (low ^ byte) & 0xff
    low = ((low >>> 8) | (high << 24)) ^ (crc64Low[index] ?? 0)
    high = (high >>> 8) ^ (crc64High[index] ?? 0)
  }
  return { high: ~high >>> 0, low: ~low >>> 0 }
}

export type CrcParameters = { bits: bigint; polynomial: bigint }

export const crcParameters = {
  CRC32: { bits: 32n, polynomial: 0xedb88320n },
  CRC32C: { bits: 32n, polynomial: BigInt(castagnoli) },
  CRC64NVME: { bits: 64n, polynomial: (BigInt(nvme.high) << 32n) | BigInt(nvme.low) },
} as const

function multiply(left: bigint, right: bigint, { bits, polynomial }: CrcParameters): bigint {
  let product = 0n
  let factor = right
  for (let mask = 1n << (bits - 1n); mask > 0n; mask >>= 1n) {
    if (left & mask) product ^= factor
    factor = factor & 1n ? (factor >> 1n) ^ polynomial : factor >> 1n
  }
  return product
}

/**
 * The CRC of two byte strings one after the other, from the CRC of each and the length of the second: the first is
 * multiplied by x to the power of that many bits, modulo the polynomial (zlib's crc32_combine, for any width).
 */
export function combineCrc(
  first: bigint,
  second: bigint,
  secondBytes: number,
  parameters: CrcParameters,
): bigint {
  let power = 1n << (parameters.bits - 1n)
  let square = 1n << (parameters.bits - 2n)
  for (let remaining = BigInt(secondBytes) * 8n; remaining > 0n; remaining >>= 1n) {
    if (remaining & 1n) power = multiply(power, square, parameters)
    square = multiply(square, square, parameters)
  }
  return multiply(power, first, parameters) ^ second
}
