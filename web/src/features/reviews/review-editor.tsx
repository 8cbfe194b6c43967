import type { Clip, Me, Review } from '@cuepoint/contracts'
import { formatTimecode, reordered } from '@cuepoint/domain'
import { IconPin } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ClipDesk, ClipPlace } from '../../components/clip-desk.tsx'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SaveLine } from '../../components/save-line.tsx'
import type { PlayerHandle, PlayerSlot, Stretch, TimelineMark } from '../../lib/playback.ts'
import { useFormat } from '../../lib/reader.tsx'
import { savePosition } from '../../lib/save-position.ts'
import { DiscardDraft } from './discard-draft.tsx'
import cardStyles from './prompt-card.module.css'
import { PromptCard } from './prompt-card.tsx'
import { proposedKind, statusOfAll, withEnd } from './prompt-value.ts'
import styles from './review-editor.module.css'
import { SendPanel } from './send-panel.tsx'
import { usePrompts } from './use-prompts.ts'
import { WhomAndWhen } from './whom-and-when.tsx'

type Props = {
  review: Review
  clip: Clip | undefined
  me: Me
  Player: PlayerSlot
  /** The same questions as the one who answers will see them. */
  renderPreview: (review: Review, clip: Clip) => ReactNode
}

/** The coach's page while she writes: she watches left and asks right. */
export function ReviewEditor({ review, clip, me, Player, renderPreview }: Props) {
  const { t } = useTranslation('reviews')
  const format = useFormat()
  const { prompts, add, remove, move, error, flush } = usePrompts(review, me.id)
  const [player, setPlayer] = useState<PlayerHandle | null>(null)
  const [openId, setOpenId] = useState<string>()
  const [focusId, setFocusId] = useState<string>()
  const [drag, setDrag] = useState<{ id: string; over: number } | null>(null)
  const [said, setSaid] = useState('')
  const [previewing, setPreviewing] = useState(false)
  const durationMs = clip?.media?.durationMs ?? 0
  const names = format.list(review.participants.map(({ person }) => person.name))

  const show = (id: string) => {
    setOpenId(id)
    requestAnimationFrame(() =>
      document.getElementById(`prompt-${id}`)?.scrollIntoView?.({ block: 'nearest' }),
    )
  }
  const ask = (moment: { atMs: number; endMs: number | null }, kind = proposedKind(prompts.length)) => {
    player?.pause()
    const id = add({ ...moment, kind, text: '', required: true })
    setFocusId(id)
    setSaid(t('pinned', { time: formatTimecode(moment.atMs) }))
    show(id)
  }
  const pinHere = () => ask({ atMs: player?.currentMs() ?? 0, endMs: null })
  /** A stretch is for the prompt that has just been pinned, else it is a new one. */
  const takeRange = (range: Stretch) => {
    const open = prompts.find(({ id }) => id === openId)
    const { value } = open?.state ?? {}
    if (!open || !value || value.text.trim() !== '' || value.endMs !== null) return ask(range)
    open.autosave.change({ ...withEnd({ ...value, atMs: range.atMs }, range.endMs) })
  }
  const moveTo = (id: string, index: number) => {
    const place = Math.max(0, Math.min(prompts.length - 1, index))
    setSaid(t('movedTo', { n: place + 1, count: prompts.length }))
    void move(id, place)
  }

  const marks: TimelineMark[] = prompts.map(({ id, state: { value } }, n) => ({
    id,
    atMs: value.atMs,
    endMs: value.endMs,
    kind: value.kind,
    order: n + 1,
    text: value.text,
  }))
  if (previewing && clip) {
    const seen: Review = {
      ...review,
      prompts: prompts.map(({ id, state }) => ({ id, version: state.version, ...state.value })),
    }
    return (
      <div>
        <div className={styles.previewBar}>
          <p>{t('previewBar', { names })}</p>
          <Press look="secondary" onClick={() => setPreviewing(false)}>
            {t('backToWriting')}
          </Press>
        </div>
        {renderPreview(seen, clip)}
      </div>
    )
  }

  const shownIds = drag
    ? reordered(
        prompts.map(({ id }) => id),
        drag.id,
        drag.over,
      )
    : prompts.map(({ id }) => id)
  const overall = statusOfAll(prompts.map(({ state }) => state))
  return (
    <ClipDesk
      clip={
        clip?.media ? (
          <>
            <Player
              ref={setPlayer}
              clip={clip}
              media={clip.media}
              title={clip.title}
              marks={marks}
              activeMarkId={openId}
              positionMs={clip.positionMs}
              onPosition={savePosition(clip.id)}
              onMarkPress={(mark) => show(mark.id)}
              onPin={(atMs) => ask({ atMs, endMs: null })}
              onRange={takeRange}
            />
            <div className={styles.askBar}>
              <Press look={prompts.length === 0 ? 'primary' : 'secondary'} wide onClick={pinHere}>
                <IconPin size={20} aria-hidden="true" /> {t('askHere')} <kbd>Q</kbd>
              </Press>
            </div>
          </>
        ) : (
          <ClipPlace />
        )
      }
    >
      <div className={styles.head}>
        <h1>{t('editTitle', { names: names === '' ? clip?.owner.name : names })}</h1>
        <p>{t('editLead', { clip: review.clipTitle })}</p>
        {overall && <SaveLine state={overall} />}
      </div>
      {error != null && <ProblemMessage error={error} />}
      {prompts.length === 0 && (
        <div className={styles.first}>
          <p>{t('first')}</p>
          <p className={styles.byKeys}>{t('firstHow')}</p>
          <p className={styles.byTouch}>{t('firstTouch')}</p>
        </div>
      )}
      <ol className={cardStyles.list} aria-label={t('prompts')}>
        {shownIds.map((id, position) => {
          const prompt = prompts.find((each) => each.id === id)
          if (!prompt) return null
          return (
            <PromptCard
              key={id}
              prompt={prompt}
              position={position}
              count={prompts.length}
              open={id === openId}
              takeFocus={id === focusId}
              target={drag?.id === id}
              player={player}
              durationMs={durationMs}
              onOpen={(open) => {
                setFocusId(undefined)
                setOpenId(open ? id : undefined)
                if (open) player?.seek(prompt.state.value.atMs)
              }}
              onMove={(index) => moveTo(id, index)}
              onDrag={(over, dropped) => {
                if (dropped && over !== null && drag) moveTo(drag.id, drag.over)
                setDrag(dropped || over === null ? null : { id, over })
              }}
              onDelete={() => {
                setOpenId(undefined)
                void remove(id)
              }}
            />
          )
        })}
      </ol>
      {clip && prompts.length > 0 && <WhomAndWhen review={review} clip={clip} myId={me.id} />}
      <SendPanel
        review={review}
        prompts={prompts}
        onPreview={() => {
          void flush()
          setPreviewing(true)
        }}
        onOpen={(id) => {
          setFocusId(id)
          show(id)
        }}
        onMove={moveTo}
        onAddStrength={() => {
          ask({ atMs: player?.currentMs() ?? 0, endMs: null }, 'strength')
        }}
      />
      <DiscardDraft review={review} />
      <p className="visually-hidden" aria-live="polite">
        {said}
      </p>
    </ClipDesk>
  )
}
