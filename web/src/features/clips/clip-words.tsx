import type { Clip } from '@cuepoint/contracts'
import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PlainForm } from '../../components/plain-form.tsx'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useKeptText } from '../../lib/kept-text.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'
import styles from './clip-words.module.css'
import { NoteField, TitleField } from './words-fields.tsx'

/** Title, whose it is, and the note to the coach; the owner changes them in their place. */
export function ClipWords({ clip }: { clip: Clip }) {
  const { t } = useTranslation('clips')
  const format = useFormat()
  const now = useNow()
  const [editing, setEditing] = useState(false)
  if (editing) return <EditWords clip={clip} onDone={() => setEditing(false)} />
  return (
    <div className={styles.words}>
      <div className={styles.head}>
        <h1 className={styles.title}>{clip.title}</h1>
        {clip.mine && (
          <Press look="quiet" icon aria-label={t('edit')} onClick={() => setEditing(true)}>
            <IconPencil aria-hidden size={22} />
          </Press>
        )}
      </div>
      <p className={styles.quiet}>
        {[
          ...(clip.mine ? [] : [clip.owner.name]),
          format.day(clip.createdAt, now),
          ...(clip.sizeBytes === null || !clip.mine ? [] : [format.bytes(clip.sizeBytes)]),
        ].join(' · ')}
      </p>
      {clip.note !== '' && <p className={styles.note}>{clip.note}</p>}
    </div>
  )
}

function EditWords({ clip, onDone }: { clip: Clip; onDone: () => void }) {
  const { t } = useTranslation(['clips', 'frame'])
  const client = useQueryClient()
  const [title, setTitle, forgetTitle] = useKeptText(`clip.${clip.id}.title`, clip.title)
  const [note, setNote, forgetNote] = useKeptText(`clip.${clip.id}.note`, clip.note)
  const done = () => {
    forgetTitle()
    forgetNote()
    onDone()
  }
  const save = useMutation({
    mutationFn: () =>
      request('PATCH /clips/:clipId', {
        params: { clipId: clip.id },
        body: { title: title.trim(), note: note.trim() },
      }),
    onSuccess: (next) => {
      client.setQueryData(keys.clip(clip.id), next)
      void client.invalidateQueries({ queryKey: keys.clips })
      void client.invalidateQueries({ queryKey: keys.home })
      done()
    },
  })
  return (
    <PlainForm onSubmit={() => save.mutate()}>
      <TitleField value={title} onChange={setTitle} takeFocus />
      <NoteField value={note} onChange={setNote} />
      {save.isError && <ProblemMessage error={save.error} />}
      <div className={styles.actions}>
        <Button type="submit" loading={save.isPending} disabled={title.trim() === ''}>
          {t('frame:save')}
        </Button>
        <Press look="quiet" onClick={done}>
          {t('frame:cancel')}
        </Press>
      </div>
    </PlainForm>
  )
}
