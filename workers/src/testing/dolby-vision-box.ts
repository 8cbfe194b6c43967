import { readFile, writeFile } from 'node:fs/promises'

/** Boxes around the record, from the outside in, with what stands in each before its first child. */
const around = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd', 'hvc1']

/**
 * Copies an mp4 of one HEVC track whose header stands behind its pictures, as ffmpeg writes it, with a Dolby Vision
 * configuration box of its own ("Dolby Vision Streams Within the ISO Base Media File Format", 2.2) in its description.
 */
export async function writeDolbyVision(
  from: string,
  to: string,
  { profile, compatibility }: { readonly profile: number; readonly compatibility: number },
): Promise<void> {
  const file = await readFile(from)
  const box = Buffer.alloc(32)
  box.writeUInt32BE(box.length)
  box.write(profile > 7 ? 'dvvC' : 'dvcC', 4, 'latin1')
  // Version 1.0; then 7 bits of profile, 6 of level, and that there is metadata and a base layer.
  box.set([1, 0], 8)
  box.writeUInt16BE((profile << 9) | (4 << 3) | 0b101, 10)
  box.writeUInt8(compatibility << 4, 12)
  let at = file.indexOf('moov')
  if (file.indexOf('mdat') > at) throw new Error('the header stands before the pictures')
  for (const name of around) {
    at = file.indexOf(name, at)
    if (at < 0) throw new Error(`no ${name} box`)
    file.writeUInt32BE(file.readUInt32BE(at - 4) + box.length, at - 4)
  }
  const end = file.indexOf('hvcC', at) - 4
  await writeFile(to, Buffer.concat([file.subarray(0, end), box, file.subarray(end)]))
}
