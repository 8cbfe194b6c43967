/** A bit at a time, and numbers as H.264 writes them (Exp-Golomb, ITU-T H.264 section 9.1). */
class Bits {
  #bits = ''
  fixed(value: number, length: number): this {
    this.#bits += value.toString(2).padStart(length, '0')
    return this
  }
  golomb(value: number): this {
    const binary = (value + 1).toString(2)
    this.#bits += '0'.repeat(binary.length - 1) + binary
    return this
  }
  bytes(): Buffer {
    const whole = `${this.#bits}1`.padEnd(Math.ceil((this.#bits.length + 1) / 8) * 8, '0')
    return Buffer.from((whole.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  }
}

/** A sequence parameter set of H.264 (section 7.3.2.1.1), baseline, that claims a picture of this size. */
export function sequenceParameterSet(width: number, height: number): Buffer {
  const bits = new Bits()
    .fixed(66, 8)
    .fixed(0, 8)
    .fixed(62, 8)
    .golomb(0)
    .golomb(0)
    .golomb(2)
    .golomb(1)
    .fixed(0, 1)
    .golomb(Math.ceil(width / 16) - 1)
    .golomb(Math.ceil(height / 16) - 1)
    // Whole pictures only, direct inference on, no cropping, no further words on use.
    .fixed(1, 1)
    .fixed(1, 1)
    .fixed(0, 1)
    .fixed(0, 1)
  return withoutStartCodes(Buffer.concat([Buffer.from([0x67]), bits.bytes()]))
}

/** Two zeros may not be followed by a small number (section 7.4.1). */
function withoutStartCodes(bytes: Buffer): Buffer {
  const out: number[] = []
  for (const byte of bytes) {
    if (byte <= 3 && out.at(-1) === 0 && out.at(-2) === 0) out.push(3)
    out.push(byte)
  }
  return Buffer.from(out)
}
