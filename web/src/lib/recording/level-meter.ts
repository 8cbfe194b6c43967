/** Under this a room is silent for our ears, and over the other it is at its loudest; dB below full scale. */
const SILENT_DB = -60
const LOUD_DB = -10
const LOOK_MS = 100

/** How loud a stream is, from 0 to 1, ten times a second until the returned function is called. */
export function watchLevel(stream: MediaStream, onLevel: (level: number) => void): () => void {
  if (stream.getAudioTracks().length === 0 || typeof AudioContext !== 'function') return () => undefined
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 2048
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    onLevel(levelOf(samples))
  }, LOOK_MS)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}

/** Root mean square of samples from -1 to 1, on a scale of decibels from 0 to 1. */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length)
  const decibels = power === 0 ? SILENT_DB : 10 * Math.log10(power)
  return Math.min(1, Math.max(0, (decibels - SILENT_DB) / (LOUD_DB - SILENT_DB)))
}
