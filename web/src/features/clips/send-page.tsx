import { instantFrom, nowMs } from '@cuepoint/domain'
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../../components/page.tsx'
import { PlainForm } from '../../components/plain-form.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonBar, SkeletonGroup } from '../../components/skeletons.tsx'
import { meQuery } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useKeptText } from '../../lib/kept-text.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import { useFormat } from '../../lib/reader.tsx'
import { useSendings } from '../../lib/sending/sendings-context.tsx'
import { FilePick } from './file-pick.tsx'
import { limitsQuery } from './limits-query.ts'
import { faultOf, type Picked } from './pick-check.ts'
import styles from './send-page.module.css'

/** Title and note are saved first, then the file goes: whatever happens to it, her words are there. */
export function SendPage() {
  const { t } = useTranslation('clips')
  const format = useFormat()
  const navigate = useNavigate()
  const sendings = useSendings()
  const { data: me } = useQuery(meQuery)
  const limits = useQuery(limitsQuery)
  usePageTitle(t('send.title'))

  const programs = me?.programs.filter((program) => program.roles.some((role) => role !== 'lead')) ?? []
  const [programId, setProgramId] = useState<string>()
  const today = format.day(instantFrom(nowMs()).toISOString(), nowMs())
  const [title, setTitle, forgetTitle] = useKeptText('clip.title', t('send.firstTitle', { day: today }))
  const [note, setNote, forgetNote] = useKeptText('clip.note')
  const [picked, setPicked] = useState<Picked>()

  const create = useMutation({
    mutationFn: async () =>
      request('POST /clips', {
        body: { programId: programId ?? programs[0]?.id ?? '', title: title.trim(), note: note.trim() },
      }),
    onSuccess: (clip) => {
      forgetTitle()
      forgetNote()
      if (picked && me) void sendings.add(clip.id, me.id, picked.file)
      return navigate({ to: '/clips/$clipId', params: { clipId: clip.id } })
    },
  })
  const fault = picked && limits.data ? faultOf(picked, limits.data) : undefined

  return (
    <div className={styles.page}>
      <PageHead title={t('send.title')} lead={t('send.lead')} />
      <PlainForm onSubmit={() => create.mutate()}>
        {limits.isPending && (
          <SkeletonGroup>
            <SkeletonBar height="8.75rem" />
          </SkeletonGroup>
        )}
        {limits.isError && <ProblemMessage error={limits.error} onTryAgain={() => void limits.refetch()} />}
        {limits.isSuccess && <FilePick limits={limits.data} picked={picked} onPick={setPicked} />}
        {programs.length > 1 && (
          <NativeSelect
            label={t('send.program')}
            size="md"
            value={programId ?? programs[0]?.id ?? ''}
            onChange={(event) => setProgramId(event.currentTarget.value)}
            data={programs.map((program) => ({ value: program.id, label: program.name }))}
          />
        )}
        <TextInput
          label={t('title')}
          required
          withAsterisk={false}
          maxLength={200}
          size="md"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t('note')}
          description={t('send.noteHint')}
          maxLength={4000}
          autosize
          minRows={3}
          size="md"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {create.isError && <ProblemMessage error={create.error} />}
        <div className={styles.send}>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={
              picked === undefined || fault !== undefined || title.trim() === '' || programs.length === 0
            }
          >
            {t('send.do')}
          </Button>
          <p className={styles.quiet}>{t('send.whoSees')}</p>
        </div>
      </PlainForm>
    </div>
  )
}
