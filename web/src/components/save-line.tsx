import { IconCheck, IconDeviceMobileCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SaveState } from '../lib/autosave.ts'
import styles from './save-line.module.css'

/** The quiet word beside what she writes. Says nothing until there is something to say. */
export function SaveLine({ state }: { state: Pick<SaveState<unknown>, 'status' | 'version' | 'problem'> }) {
  const { t } = useTranslation(['saving', 'problems'])
  const { status, version, problem } = state
  return (
    <output className={styles.line} data-status={status}>
      {status === 'saved' && version > 0 && (
        <>
          <IconCheck size={16} aria-hidden="true" /> {t('saved')}
        </>
      )}
      {(status === 'writing' || status === 'saving') && t('saving')}
      {status === 'kept' && (
        <>
          <IconDeviceMobileCheck size={18} aria-hidden="true" /> {t('kept')}
        </>
      )}
      {status === 'signed-out' && (
        <>
          {t('signedOut')}{' '}
          <a href={`/sign-in?next=${encodeURIComponent(location.pathname + location.hash)}`}>{t('signIn')}</a>
        </>
      )}
      {status === 'refused' && (
        <>
          {problem && `${t(`problems:${problem}.title`)} `}
          {t('refused')}
        </>
      )}
    </output>
  )
}
