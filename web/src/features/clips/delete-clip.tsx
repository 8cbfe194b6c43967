import type { Clip, ClipSummary } from '@cuepoint/contracts'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Press } from '../../components/press.tsx'
import { useUndo } from '../../components/undo-bar.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import styles from './clip-page.module.css'

/**
 * Deleting cannot be taken back, so nothing is asked of the server until the time for Undo is over. Until then the
 * clip is only out of sight, here and nowhere else.
 */
export function DeleteClip({ clip }: { clip: Clip }) {
  const { t } = useTranslation('clips')
  const client = useQueryClient()
  const navigate = useNavigate()
  const offer = useUndo()

  const press = () => {
    const params = { clipId: clip.id }
    client.setQueryData<ClipSummary[]>(keys.clips, (list) => list?.filter((each) => each.id !== clip.id))
    void navigate({ to: '/clips' })
    offer({
      message: t('delete.done', { title: clip.title }),
      undo: async () => {
        await client.invalidateQueries({ queryKey: keys.clips })
        await navigate({ to: '/clips/$clipId', params })
      },
      commit: async () => {
        try {
          await request('DELETE /clips/:clipId', { params, keepalive: true })
        } catch {
          offer({ message: t('delete.notDone', { title: clip.title }) })
        }
        void client.invalidateQueries({ queryKey: keys.clips })
        void client.invalidateQueries({ queryKey: keys.home })
      },
    })
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
