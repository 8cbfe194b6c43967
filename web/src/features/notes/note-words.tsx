import type { Note } from '@cuepoint/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { joined, TwoVersions } from '../../components/two-versions.tsx'
import { useUndo } from '../../components/undo-bar.tsx'
import { isProblem } from '../../lib/api/problem.ts'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'
import styles from './moment-notes.module.css'
import { NoteForm } from './note-form.tsx'

const currentOf = (error: unknown): Note | undefined => {
  const current = isProblem(error, 'version-conflict') ? error.details.current : undefined
  return typeof current === 'object' && current !== null && 'text' in current ? (current as Note) : undefined
}

/** What one person wrote, and for her the ways to change it. */
export function NoteWords({ note }: { note: Note }) {
  const { t } = useTranslation('notes')
  const client = useQueryClient()
  const offerUndo = useUndo()
  const format = useFormat()
  const now = useNow()
  const [text, setText] = useState<string>()
  const listKey = keys.notes(note.clipId)
  const put = (notes: (before: Note[]) => Note[]) =>
    client.setQueryData<Note[]>(listKey, (before) => (before ? notes(before) : before))

  const change = useMutation({
    mutationFn: ({ words, baseVersion }: { words: string; baseVersion: number }) =>
      request('PATCH /notes/:noteId', {
        params: { noteId: note.id },
        body: { text: words, baseVersion },
      }),
    onSuccess: (changed) => {
      put((notes) => notes.map((each) => (each.id === changed.id ? changed : each)))
      setText(undefined)
    },
  })
  const remove = useMutation({
    mutationFn: () => request('DELETE /notes/:noteId', { params: { noteId: note.id } }),
    onSuccess: () => {
      put((notes) => notes.filter((each) => each.id !== note.id))
      offerUndo({
        message: t('deleted'),
        undo: async () => {
          await request('POST /notes/:noteId/restore', { params: { noteId: note.id } })
          await client.invalidateQueries({ queryKey: listKey })
        },
      })
    },
  })
  const current = currentOf(change.error)

  return (
    <div className={styles.said}>
      <p className={styles.who}>
        <strong>{note.mine ? t('you') : note.author.name}</strong> {format.ago(note.createdAt, now)}
        {note.updatedAt !== note.createdAt && ` · ${t('changed')}`}
      </p>
      {text === undefined ? (
        <p className={styles.words}>{note.text}</p>
      ) : (
        <>
          {current && (
            <TwoVersions
              mine={text}
              theirs={current.text}
              onKeepMine={() => change.mutate({ words: text, baseVersion: current.version })}
              onTakeTheirs={() => {
                change.reset()
                setText(undefined)
                void client.invalidateQueries({ queryKey: listKey })
              }}
              onJoin={() =>
                change.mutate({ words: joined(current.text, text), baseVersion: current.version })
              }
            />
          )}
          <NoteForm
            label={t('change')}
            text={text}
            save={t('save')}
            busy={change.isPending}
            error={current ? null : change.error}
            takeFocus
            onText={setText}
            onSave={() => change.mutate({ words: text, baseVersion: note.version })}
            onCancel={() => {
              change.reset()
              setText(undefined)
            }}
          />
        </>
      )}
      {note.mine && text === undefined && (
        <div className={styles.own}>
          <Press look="quiet" onClick={() => setText(note.text)}>
            {t('change')}
          </Press>
          <Press look="quiet" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t('delete')}
          </Press>
        </div>
      )}
    </div>
  )
}
