import type { ChangeMe } from '@cuepoint/contracts'
import { isLanguage, languages } from '@cuepoint/domain'
import { Button, NativeSelect, useMantineColorScheme } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NameField } from '../../components/fields.tsx'
import { PageHead, Section } from '../../components/page.tsx'
import { PlainForm } from '../../components/plain-form.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { useUndo } from '../../components/undo-bar.tsx'
import { keys, meQuery } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { switchLanguage } from '../../lib/language.ts'
import { usePageTitle } from '../../lib/page-title.ts'
import { useSendingList, useSendings } from '../../lib/sending/sendings-context.tsx'
import { PasswordForm } from './password-form.tsx'
import styles from './settings.module.css'
import { timeZoneChoices } from './time-zones.ts'
import { useSignOut } from './use-sign-out.ts'

const schemes = ['auto', 'light', 'dark'] as const

export function SettingsPage() {
  const { t } = useTranslation(['session', 'frame'])
  usePageTitle(t('settings.title'))
  const { data: me } = useQuery(meQuery)
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const everywhere = useSignOut('DELETE /sessions')
  const here = useSignOut('DELETE /session')
  const change = useChangeMe()
  const sendings = useSendings()
  const waiting = useSendingList()
  const signOutWithNothingLeft = async (): Promise<void> => {
    for (const { clipId } of waiting) await sendings.giveUp(clipId)
    here.mutate()
  }
  if (!me) return null
  return (
    <div className={styles.page}>
      <PageHead title={t('settings.title')} />
      {change.isError && <ProblemMessage error={change.error} />}
      <Section title={t('settings.you')}>
        <NameForm
          key={me.name}
          name={me.name}
          busy={change.isPending}
          onSave={(name) => change.mutate({ name })}
        />
        <NativeSelect
          label={t('settings.language')}
          size="md"
          value={me.language}
          data={languages.map((language) => ({ value: language, label: t(`frame:language.${language}`) }))}
          onChange={(event) => {
            const language = event.currentTarget.value
            if (isLanguage(language)) change.mutate({ language })
          }}
        />
        <TimeZonePick timeZone={me.timeZone} onPick={(timeZone) => change.mutate({ timeZone })} />
      </Section>
      <Section title={t('settings.look')}>
        <NativeSelect
          label={t('frame:scheme.label')}
          size="md"
          value={colorScheme}
          data={schemes.map((scheme) => ({ value: scheme, label: t(`frame:scheme.${scheme}`) }))}
          onChange={(event) =>
            setColorScheme(schemes.find((scheme) => scheme === event.currentTarget.value) ?? 'auto')
          }
        />
      </Section>
      <Section title={t('settings.changePassword')}>
        <PasswordForm email={me.email} />
      </Section>
      <Section title={t('settings.devices')} lead={t('signOutEverywhereWhy')}>
        {everywhere.isError && <ProblemMessage error={everywhere.error} />}
        {waiting.length > 0 && <p>{t('settings.waiting', { count: waiting.length })}</p>}
        <div className={styles.actions}>
          <Button variant="default" loading={everywhere.isPending} onClick={() => everywhere.mutate()}>
            {t('signOutEverywhere')}
          </Button>
          <Button variant="subtle" loading={here.isPending} onClick={() => here.mutate()}>
            {t(waiting.length > 0 ? 'settings.signOutKeep' : 'signOut')}
          </Button>
          {waiting.length > 0 && (
            <Button variant="subtle" loading={here.isPending} onClick={() => void signOutWithNothingLeft()}>
              {t('settings.signOutRemove')}
            </Button>
          )}
        </div>
      </Section>
    </div>
  )
}

/** Changes show at once, are told when they are kept, and go back when they are not. */
function useChangeMe() {
  const { i18n } = useTranslation()
  const client = useQueryClient()
  const offer = useUndo()
  return useMutation({
    mutationFn: (body: ChangeMe) => request('PATCH /me', { body }),
    onSuccess: async (me) => {
      client.setQueryData(keys.me, me)
      await switchLanguage(i18n, me.language)
      offer({ message: i18n.t('frame:saved') })
    },
  })
}

function NameForm({ name, busy, onSave }: { name: string; busy: boolean; onSave: (name: string) => void }) {
  const { t } = useTranslation(['session', 'frame'])
  const [text, setText] = useState(name)
  const changed = text.trim() !== '' && text.trim() !== name
  return (
    <PlainForm onSubmit={() => onSave(text.trim())}>
      <NameField label={t('settings.name')} value={text} onChange={setText} />
      {changed && (
        <div className={styles.actions}>
          <Button type="submit" loading={busy}>
            {t('frame:save')}
          </Button>
        </div>
      )}
    </PlainForm>
  )
}

function TimeZonePick({ timeZone, onPick }: { timeZone: string; onPick: (timeZone: string) => void }) {
  const { t } = useTranslation('session')
  const id = useId()
  return (
    <NativeSelect
      id={id}
      label={t('settings.timeZone')}
      description={t('settings.timeZoneWhy')}
      size="md"
      value={timeZone}
      data={timeZoneChoices(timeZone)}
      onChange={(event) => onPick(event.currentTarget.value)}
    />
  )
}
