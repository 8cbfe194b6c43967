import {
  beat,
  createOutboxSource,
  findDueMail,
  isDeleting,
  listLiveObjects,
  listUnfinished,
  purgeOutbox,
  removeClip,
  settleMail,
  sweepClips,
} from '@cuepoint/db'
import type { jobs } from '@cuepoint/jobs'
import {
  createConsumer,
  createOutboxRelay,
  createProducer,
  createReconciler,
  createRounds,
  type JobHandlers,
} from '@cuepoint/jobs/consumer'
import type { WorkerDeps } from './deps.ts'
import { encodePartHandler } from './encode-part/handler.ts'
import { partStore } from './encode-part/store.ts'
import { finishClipHandler } from './finish-clip/handler.ts'
import { finishStore } from './finish-clip/store.ts'
import { notifyHandler } from './notify/handler.ts'
import { processClipHandler } from './process-clip/handler.ts'
import { clipProcessingStore } from './process-clip/store.ts'
import { removeClipHandler } from './remove-clip/handler.ts'
import { sweepHandler } from './sweep/handler.ts'

export interface Worker {
  readonly queue: 'redis' | 'postgres'
  /** Takes nothing new, lets work finish for `graceMs` and then gives it back; is done within 25 s. */
  close(graceMs?: number): Promise<void>
}

/** Health takes a part that was silent for 45 s for dead. */
const HEARTBEAT_MS = 10_000
/** Long enough for a mail or an upload's last step, short enough to hand a clip back in time. */
const GRACE_MS = 5_000
const CLOSE_LIMIT_MS = 22_000

/** A page must stay quick while a clip is worked on, and a clip somebody waits to see goes before one that can be seen. */
const FIRST_NICENESS = 5
const LADDER_NICENESS = 15

const withNiceness = (tool: WorkerDeps['tool'], niceness: number): WorkerDeps['tool'] => ({
  ...tool,
  wrapper: { ...tool.wrapper, niceness },
})

/** The handler of every job. */
export function jobHandlers(deps: WorkerDeps): JobHandlers<typeof jobs> {
  const { config, db, log, mailer, storage } = deps
  const media = {
    storage,
    originals: deps.originals,
    limits: config.media,
    encoderThreads: config.encoderThreads,
    scratchDir: config.scratchDir,
    randomHex: deps.randomHex,
    log,
  }
  return {
    'process-clip': processClipHandler({
      ...media,
      store: clipProcessingStore(db),
      tool: withNiceness(deps.tool, FIRST_NICENESS),
      copyMaxKbit: config.copyMaxKbit,
      partAboveMs: config.partAboveMs,
      partMs: config.partMs,
    }),
    'encode-part': encodePartHandler({
      ...media,
      store: partStore(db),
      tool: withNiceness(deps.tool, LADDER_NICENESS),
    }),
    'finish-clip': finishClipHandler({
      ...media,
      store: finishStore(db),
      tool: withNiceness(deps.tool, FIRST_NICENESS),
    }),
    notify: notifyHandler({
      store: {
        findDue: (id) => db.asRole((tx) => findDueMail(tx, id)),
        settle: (id) => db.asRole((tx) => settleMail(tx, id)),
      },
      mailer,
      publicUrl: config.publicUrl,
      log,
    }),
    sweep: sweepHandler({
      store: {
        sweepClips: () => db.asRole((tx) => sweepClips(tx, config.sweepGraceMs / 1_000)),
        purgeOutbox: (seconds) => db.asRole((tx) => purgeOutbox(tx, seconds)),
        listLive: (ids) => db.asRole((tx) => listLiveObjects(tx, ids)),
      },
      storage,
      graceMs: config.sweepGraceMs,
      log,
    }),
    'remove-clip': removeClipHandler({
      store: {
        isDeleting: (id) => db.asRole((tx) => isDeleting(tx, id)),
        remove: (id) => db.asRole((tx) => removeClip(tx, id)),
      },
      storage,
      log,
    }),
  }
}

/** Starts everything a worker does: the jobs, the relay from the outbox, and the reconciler. Rejects when it cannot. */
export async function buildWorker(deps: WorkerDeps): Promise<Worker> {
  const { config, db, log } = deps
  const settings = config.queue
  const producer = await createProducer({ settings, log })
  const relay = createOutboxRelay({
    source: createOutboxSource(db, (error) => log.warn({ err: error }, 'the outbox’s line was lost')),
    producer,
    log,
  })
  const reconciler = createReconciler({
    work: { listUnfinished: (size) => db.asRole((tx) => listUnfinished(tx, size)) },
    producer,
    log,
  })
  const consumer = await createConsumer({ settings, handlers: jobHandlers(deps), log })
  const heartbeat = createRounds({
    everyMs: HEARTBEAT_MS,
    run: async () => {
      await beat(db, 'worker')
      await producer.counts('process-clip')
      await beat(db, 'queue')
    },
    onTrouble: (error) => log.warn({ err: error }, 'could not say that it is alive'),
  })
  await relay.start()
  reconciler.start()
  heartbeat.start()

  return {
    queue: consumer.backend,
    async close(graceMs = GRACE_MS) {
      await heartbeat.stop()
      await reconciler.stop()
      await relay.stop()
      const clean = await consumer.close({ graceMs, limitMs: CLOSE_LIMIT_MS })
      if (!clean) log.warn({}, 'work was cut off; it will be redone')
      await producer.close()
    },
  }
}
