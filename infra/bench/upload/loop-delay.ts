import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

// Loaded into the API's own process before everything else: only from inside can be seen how late its loop is.
const file = process.env['LOOP_DELAY_FILE']
if (file !== undefined) {
  const histogram = monitorEventLoopDelay({ resolution: 10 })
  histogram.enable()
  process.on('SIGUSR2', () => {
    writeFileSync(file, JSON.stringify({ p99Ms: histogram.percentile(99) / 1e6, looks: histogram.count }))
    histogram.reset()
  })
}
