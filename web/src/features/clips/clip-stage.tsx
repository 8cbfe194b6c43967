import type { Clip } from '@cuepoint/contracts'
import { IconClockPlay, IconCloudOff, IconMovieOff, IconTrash, IconUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { useAboutTime } from '../../lib/about-time.ts'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'
import { useSending } from '../../lib/sending/sendings-context.tsx'
import { PickAnother } from './pick-another.tsx'
import { ProgressLine } from './progress-line.tsx'
import { SendingStage } from './sending-stage.tsx'
import { Stage } from './stage.tsx'

/**
 * The place of the picture while there is none yet: every state in a box of the same size, so that nothing moves
 * when the clip becomes ready.
 */
export function ClipStage({ clip }: { clip: Clip }) {
  const sending = useSending(clip.id)
  if (sending?.wanted) return <SendingStage sending={sending} />
  return clip.mine ? <OwnerStage clip={clip} /> : <GuestStage clip={clip} />
}

function OwnerStage({ clip }: { clip: Clip }) {
  const { t } = useTranslation(['clips', 'frame'])
  switch (clip.state) {
    case 'draft':
      return (
        <Stage icon={<IconUpload size={28} />} title={t('stage.draft.title')} text={t('stage.draft.text')}>
          <PickAnother clipId={clip.id} />
        </Stage>
      )
    case 'uploading':
      return (
        <Stage
          icon={<IconUpload size={28} />}
          title={t('stage.uploadingElsewhere.title')}
          text={t('stage.uploadingElsewhere.text')}
        />
      )
    case 'uploaded':
    case 'processing':
      return <Processing clip={clip} />
    case 'rejected': {
      const reason = clip.rejectReason ?? 'unsupported-format'
      return (
        <Stage
          icon={<IconMovieOff size={28} />}
          title={t(`rejected.${reason}.title`)}
          text={`${t(`rejected.${reason}.next`)} ${t('stage.wordsStay')}`}
        >
          <PickAnother clipId={clip.id} />
        </Stage>
      )
    }
    case 'failed':
      return <Stopped clip={clip} />
    case 'deleting':
    case 'gone':
      return (
        <Stage
          icon={<IconTrash size={28} />}
          title={t('frame:clipState.deleting')}
          text={t('stage.deleting')}
        />
      )
    case 'ready':
      return null
  }
}

/** What someone sees with whom the clip is shared, before it can be watched: never why a file was refused. */
function GuestStage({ clip }: { clip: Clip }) {
  const { t } = useTranslation('clips')
  const name = clip.owner.name
  if (clip.state === 'uploaded' || clip.state === 'processing') return <Processing clip={clip} />
  return (
    <Stage
      icon={<IconClockPlay size={28} />}
      title={t('stage.guest.title')}
      text={t('stage.guest.text', { name })}
    />
  )
}

function Processing({ clip }: { clip: Clip }) {
  const { t } = useTranslation('clips')
  const format = useFormat()
  const about = useAboutTime()
  const now = useNow(20_000)
  const waiting = clip.state === 'uploaded'
  return (
    <Stage
      icon={<IconClockPlay size={28} />}
      title={t(waiting ? 'stage.uploaded.title' : 'stage.processing.title')}
      text={t(clip.mine ? 'stage.processing.text' : 'stage.processing.guestText')}
    >
      <ProgressLine
        percent={waiting ? 0 : clip.progressPercent}
        label={t('stage.processing.label')}
        left={waiting ? t('stage.uploaded.inLine') : format.percent(clip.progressPercent)}
        right={
          !waiting && clip.remainingMs !== null
            ? t('stage.processing.left', { left: about(clip.remainingMs) })
            : t('stage.since', { since: format.ago(clip.stateSince, now) })
        }
      />
    </Stage>
  )
}

function Stopped({ clip }: { clip: Clip }) {
  const { t } = useTranslation('clips')
  const client = useQueryClient()
  const retry = useMutation({
    mutationFn: () => request('POST /clips/:clipId/retry', { params: { clipId: clip.id } }),
    onSuccess: (next) => client.setQueryData(keys.clip(clip.id), next),
  })
  return (
    <Stage
      icon={<IconCloudOff size={28} />}
      title={t('stage.failed.title')}
      text={t(`failed.${clip.failReason ?? 'transcode-error'}`)}
    >
      {retry.isError && <ProblemMessage error={retry.error} />}
      {clip.retryable && (
        <Press look="primary" busy={retry.isPending} onClick={() => retry.mutate()}>
          {t('stage.failed.retry')}
        </Press>
      )}
      {!clip.retryable && <PickAnother clipId={clip.id} />}
    </Stage>
  )
}
