import type { Notice } from '@cuepoint/contracts'
import { Popover } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PlaceLink } from '../../components/place-link.tsx'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { keys } from '../../lib/api/queries.ts'
import { request } from '../../lib/api/request.ts'
import { useFormat, useNow } from '../../lib/reader.tsx'
import { placeOfNotice } from './notice-place.ts'
import styles from './notices.module.css'
import { noticesQuery } from './notices-query.ts'

/** The bell with what is new; the list opens under it and each line leads to its place. */
export function NoticeBell() {
  const { t } = useTranslation('notices')
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const notices = useQuery(noticesQuery)
  const unread = notices.data?.filter((notice) => notice.readAt === null).length ?? 0

  const seen = (which: (notice: Notice) => boolean) =>
    client.setQueryData<Notice[]>(keys.notices, (list) =>
      list?.map((notice) =>
        which(notice) && notice.readAt === null ? { ...notice, readAt: notice.createdAt } : notice,
      ),
    )
  const again = () => client.invalidateQueries({ queryKey: keys.notices })
  const readOne = useMutation({
    mutationFn: (notice: Notice) =>
      request('POST /notices/:noticeId/read', { params: { noticeId: notice.id }, keepalive: true }),
    onMutate: (notice) => seen((each) => each.id === notice.id),
    onSettled: again,
  })
  const readAll = useMutation({
    mutationFn: () => request('POST /notices/read'),
    onMutate: () => seen(() => true),
    onSettled: again,
  })

  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      trapFocus
      returnFocus
      width="min(24rem, 94vw)"
      shadow="md"
    >
      <Popover.Target>
        <Press
          look="quiet"
          icon
          aria-expanded={open}
          aria-label={t('bell', { count: unread })}
          onClick={() => setOpen(!open)}
        >
          <span className={styles.bell}>
            <IconBell aria-hidden size={24} />
            {unread > 0 && <span className={styles.count}>{unread > 9 ? '9+' : unread}</span>}
          </span>
        </Press>
      </Popover.Target>
      <Popover.Dropdown className={styles.drop ?? ''}>
        <div className={styles.head}>
          <h2 className={styles.title}>{t('title')}</h2>
          {unread > 0 && (
            <Press busy={readAll.isPending} onClick={() => readAll.mutate()}>
              {t('readAll')}
            </Press>
          )}
        </div>
        {notices.isError && (
          <ProblemMessage error={notices.error} onTryAgain={() => void notices.refetch()} />
        )}
        {notices.data?.length === 0 && <p className={styles.none}>{t('none')}</p>}
        <ul className={styles.list}>
          {notices.data?.map((notice) => (
            <li key={notice.id}>
              <NoticeLine
                notice={notice}
                onOpen={() => {
                  setOpen(false)
                  if (notice.readAt === null) readOne.mutate(notice)
                }}
              />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}

function NoticeLine({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const { t } = useTranslation('notices')
  const format = useFormat()
  const now = useNow()
  const unread = notice.readAt === null
  return (
    <PlaceLink href={placeOfNotice(notice)} className={styles.line} data-unread={unread} onClick={onOpen}>
      <span className={styles.dot} aria-hidden />
      <span>
        <span className={styles.words}>
          {unread && <span className="visually-hidden">{t('new')} </span>}
          {t(`kind.${notice.kind}`, { name: notice.person?.name ?? t('someone') })}
        </span>
        <span className={styles.when}>{format.ago(notice.createdAt, now)}</span>
      </span>
    </PlaceLink>
  )
}
