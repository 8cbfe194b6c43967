import { IconInfoCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { pressClass } from '../../components/press.tsx'
import styles from './clip-page.module.css'

/** For the owner of a file that broke off: nothing of hers is lost, and what she can do. */
export function DamagedNote() {
  const { t } = useTranslation('clips')
  return (
    <div className={styles.damaged}>
      <IconInfoCircle size={22} aria-hidden="true" />
      <p>{t('growing.damaged')}</p>
      <Link to="/clips/new" className={pressClass({ look: 'secondary' })}>
        {t('growing.again')}
      </Link>
    </div>
  )
}
