import type { Clip } from '@cuepoint/contracts'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { useDelayedRemoval } from '../../components/use-delayed-removal.ts'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import styles from './clip-page.module.css'

export function DeleteClip({ clip }: { clip: Clip }) {
  const { t } = useTranslation('clips')
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useDelayedRemoval()
  const params = { clipId: clip.id }

  const press = () => {
    remove({
      id: clip.id,
      done: t('delete.done', { title: clip.title }),
      notDone: t('delete.notDone', { title: clip.title }),
      remove: () => request('DELETE /clips/:clipId', { params, keepalive: true }),
      refresh: () =>
        Promise.all([
          client.invalidateQueries({ queryKey: keys.clips }),
          client.invalidateQueries({ queryKey: keys.home }),
        ]),
      onUndo: () => navigate({ to: '/clips/$clipId', params }),
    })
    void navigate({ to: '/clips' })
  }
  return (
    <div>
      <Press look="quiet" onClick={press}>
        <IconTrash aria-hidden size={20} />
        {t('delete.do')}
      </Press>
      <p className={styles.quiet}>{t('delete.why')}</p>
    </div>
  )
}
