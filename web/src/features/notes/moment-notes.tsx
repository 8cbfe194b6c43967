import type { NewNote } from '@cuepoint/contracts'
import { formatTimecode } from '@cuepoint/domain'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MomentPress } from '../../components/moment-press.tsx'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { keys, notesQuery } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useKeptText } from '../../lib/kept-text.ts'
import { type PlayerHandle, playMoment } from '../../lib/playback.ts'
import styles from './moment-notes.module.css'
import { NoteForm } from './note-form.tsx'
import { type Thread, threadsOf } from './note-threads.ts'
import { NoteWords } from './note-words.tsx'

type Props = {
  clipId: string
  player: PlayerHandle | null
  /** Whether she may write here, or only read. */
  mayWrite: boolean
  /** The note whose mark was pressed. */
  activeId?: string | undefined
}

/** What people remarked on moments of the clip, with replies. */
export function MomentNotes({ clipId, player, mayWrite, activeId }: Props) {
  const { t } = useTranslation('notes')
  const notes = useQuery(notesQuery(clipId))
  const [text, setText, forget] = useKeptText(`note.${clipId}`)
  const [atMs, setAtMs] = useState<number | null>(null)
  const write = useNewNote(clipId, () => {
    setText('')
    forget()
    setAtMs(null)
  })
  const threads = threadsOf(notes.data ?? [])
  if (!mayWrite && threads.length === 0) return null
  const momentMs = atMs ?? player?.currentMs() ?? 0
  return (
    <section className={styles.notes} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      {notes.isError && <ProblemMessage error={notes.error} onTryAgain={() => void notes.refetch()} />}
      {threads.length > 0 && (
        <ul className={styles.threads}>
          {threads.map((thread) => (
            <NoteThread
              key={thread.note.id}
              thread={thread}
              player={player}
              mayWrite={mayWrite}
              active={thread.note.id === activeId}
            />
          ))}
        </ul>
      )}
      {mayWrite && (
        <NoteForm
          label={t('write')}
          text={text}
          save={t('add')}
          busy={write.isPending}
          error={write.error}
          onText={(next) => {
            // The moment she began to write about, however long she writes.
            if (text === '' && atMs === null) setAtMs(player?.currentMs() ?? 0)
            setText(next)
          }}
          onSave={() => write.mutate({ atMs: momentMs, endMs: null, text, parentId: null })}
        >
          {text !== '' && (
            <button
              type="button"
              className={styles.moment}
              title={t('momentNow')}
              onClick={() => setAtMs(player?.currentMs() ?? 0)}
            >
              {t('at', { time: formatTimecode(momentMs) })}
            </button>
          )}
        </NoteForm>
      )}
    </section>
  )
}

function useNewNote(clipId: string, onWritten: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (note: NewNote) => request('POST /clips/:clipId/notes', { params: { clipId }, body: note }),
    onSuccess: async () => {
      onWritten()
      await client.invalidateQueries({ queryKey: keys.notes(clipId) })
    },
  })
}

type ThreadProps = { thread: Thread; player: PlayerHandle | null; mayWrite: boolean; active: boolean }

function NoteThread({ thread: { note, replies }, player, mayWrite, active }: ThreadProps) {
  const { t } = useTranslation('notes')
  const [text, setText, forget] = useKeptText(`reply.${note.id}`)
  const [open, setOpen] = useState(text !== '')
  const reply = useNewNote(note.clipId, () => {
    setText('')
    forget()
    setOpen(false)
  })
  return (
    <li id={`note-${note.id}`} data-active={active}>
      <MomentPress
        moment={note}
        about={note.text}
        className={styles.play}
        onPress={() => player && playMoment(player, note)}
      />
      <NoteWords note={note} />
      {replies.length > 0 && (
        <ul className={styles.replies}>
          {replies.map((each) => (
            <li key={each.id}>
              <NoteWords note={each} />
            </li>
          ))}
        </ul>
      )}
      {mayWrite &&
        (open ? (
          <NoteForm
            label={t('replyTo', { name: note.author.name })}
            text={text}
            save={t('reply')}
            busy={reply.isPending}
            error={reply.error}
            takeFocus
            onText={setText}
            onSave={() => reply.mutate({ atMs: note.atMs, endMs: note.endMs, text, parentId: note.id })}
            onCancel={() => setOpen(false)}
          />
        ) : (
          <Press look="quiet" className={styles.answer} onClick={() => setOpen(true)}>
            {t('reply')}
          </Press>
        ))}
    </li>
  )
}
