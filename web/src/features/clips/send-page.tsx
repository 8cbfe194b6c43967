import { instantFrom, nowMs } from '@cuepoint/domain'
import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHead } from '../../components/page.tsx'
import { PlainForm } from '../../components/plain-form.tsx'
import { pressClass } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { SkeletonBar, SkeletonGroup } from '../../components/skeletons.tsx'
import { limitsQuery, meQuery } from '../../lib/api/queries.ts'
import { asProblem } from '../../lib/api/problem.ts'
import { request } from '../../lib/api/request.ts'
import { newId } from '../../lib/new-id.ts'
import { useKeptText } from '../../lib/kept-text.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import { useFormat } from '../../lib/reader.tsx'
import { isFinal } from '../../lib/sending/send-file.ts'
import { useSendingList, useSendings } from '../../lib/sending/sendings-context.tsx'
import { useFileInHand } from './file-in-hand.ts'
import { FilePick } from './file-pick.tsx'
import { HeldLine } from './held-line.tsx'
import styles from './send-page.module.css'
import { TrimDesk } from './trim-desk.tsx'
import { useShrinking } from './use-shrinking.ts'
import { NoteField, TitleField } from './words-fields.tsx'

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
  const words = { programId: programId ?? programs[0]?.id ?? '', title: title.trim(), note: note.trim() }
  const held = useSendingList().findLast((sending) => !sending.wanted && sending.words !== undefined)
  const { picked, pick } = useFileInHand(held, limits.data, { clipId: newId, words })
  const shrinking = useShrinking(held, picked?.file)

  const create = useMutation({
    mutationFn: async (id: string) => {
      if (!(await shrinking.make())) return 'not-made'
      try {
        return await request('POST /clips', { body: { id, ...words } })
      } catch (error) {
        if (isFinal(asProblem(error))) throw error
        // The line is away. Her words wait with the file, and the clip is made when it is back.
        return undefined
      }
    },
    onSuccess: (clip, id) => {
      if (clip === 'not-made') return
      forgetTitle()
      forgetNote()
      void sendings.send(id, clip ? undefined : words)
      return clip ? navigate({ to: '/clips/$clipId', params: { clipId: id } }) : navigate({ to: '/' })
    },
  })

  return (
    <div className={styles.page}>
      <PageHead title={t('send.title')} lead={t('send.lead')} />
      <PlainForm onSubmit={() => held && create.mutate(held.clipId)}>
        {limits.isPending && (
          <SkeletonGroup>
            <SkeletonBar height="8.75rem" />
          </SkeletonGroup>
        )}
        {limits.isError && <ProblemMessage error={limits.error} onTryAgain={() => void limits.refetch()} />}
        {limits.isSuccess && <FilePick limits={limits.data} picked={picked} onPick={pick} />}
        {held && picked && <TrimDesk shrinking={shrinking} file={picked.file} />}
        {held ? (
          <HeldLine held={held} />
        ) : (
          <Link to="/clips/record" className={pressClass({ look: 'quiet' })}>
            {t('send.record')}
          </Link>
        )}
        {!window.isSecureContext && <p className={styles.quiet}>{t('send.plainHttp')}</p>}
        {programs.length > 1 && (
          <NativeSelect
            label={t('send.program')}
            size="md"
            value={programId ?? programs[0]?.id ?? ''}
            onChange={(event) => setProgramId(event.currentTarget.value)}
            data={programs.map((program) => ({ value: program.id, label: program.name }))}
          />
        )}
        <TitleField value={title} onChange={setTitle} />
        <NoteField value={note} onChange={setNote} hint={t('send.noteHint')} />
        {create.isError && <ProblemMessage error={create.error} />}
        <div className={styles.send}>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={held === undefined || title.trim() === '' || programs.length === 0}
          >
            {t('send.do')}
          </Button>
          <p className={styles.quiet}>{t('send.whoSees')}</p>
        </div>
      </PlainForm>
    </div>
  )
}
