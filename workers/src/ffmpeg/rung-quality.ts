import type { Rung } from './plan.ts'

/**
 * Measured by `npm run bench -- media quality`. For each rung `veryfast` gives most likeness for the processor's time; the
 * smallest can afford a slower one. At 720 lines, where most people watch, 18.5 is what a likeness (SSIM) above 0.99
 * takes, at less than half of the allowed rate.
 */
function qualityOf({ width, height }: Rung): { preset: string; crf: number; maxKbit: number } {
  const short = Math.min(width, height)
  if (short <= 180) return { preset: 'faster', crf: 27, maxKbit: 160 }
  if (short <= 288) return { preset: 'faster', crf: 26, maxKbit: 400 }
  if (short <= 540) return { preset: 'veryfast', crf: 24, maxKbit: 1_200 }
  if (short <= 720) return { preset: 'veryfast', crf: 18.5, maxKbit: 2_800 }
  return { preset: 'veryfast', crf: 23, maxKbit: 5_500 }
}

/** The encoder's settings for the picture stream with this number. */
export function encoderOf(rung: Rung, stream: number): string[] {
  const { preset, crf, maxKbit } = qualityOf(rung)
  return [
    `-preset:v:${stream}`,
    preset,
    `-crf:v:${stream}`,
    String(crf),
    `-maxrate:v:${stream}`,
    `${maxKbit}k`,
    `-bufsize:v:${stream}`,
    `${maxKbit * 2}k`,
  ]
}

/** The most that a segment of this rung may come to: the rate it is held to, and one emptying of the encoder's buffer. */
export const mostKbitOf = (rung: Rung): number => qualityOf(rung).maxKbit * 1.5
