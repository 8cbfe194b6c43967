import type { Program } from '@cuepoint/contracts'
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { PlainForm } from '../../components/plain-form.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useKeptText } from '../../lib/kept-text.ts'
import styles from './program.module.css'

/** What a program says in its own words. */
export function SettingsPart({ program }: { program: Program }) {
  const { t } = useTranslation('program')
  const client = useQueryClient()
  const [note, setNote, forgetNote] = useKeptText(`filming-note.${program.id}`, program.filmingNote)
  const save = useMutation({
    mutationFn: () =>
      request('PATCH /programs/:programId', {
        params: { programId: program.id },
        body: { filmingNote: note },
      }),
    onSuccess: (changed) => {
      forgetNote()
      client.setQueryData(keys.program(program.id), changed)
    },
  })
  const isSaved = save.isSuccess && note.trim() === program.filmingNote
  return (
    <div className={styles.part}>
      <PlainForm onSubmit={() => save.mutate()}>
        <Textarea
          label={t('settings.reminder')}
          description={t('settings.reminderHint')}
          maxLength={600}
          autosize
          minRows={3}
          size="md"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {save.isError && <ProblemMessage error={save.error} />}
        <div>
          <Button type="submit" loading={save.isPending} disabled={note.trim() === program.filmingNote}>
            {t('settings.save')}
          </Button>
        </div>
        <output>{isSaved ? t('settings.saved') : ''}</output>
      </PlainForm>
    </div>
  )
}
