import { Menu } from '@mantine/core'
import { IconLogout, IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../components/avatar.tsx'
import { Press } from '../../components/press.tsx'
import { meQuery } from '../../lib/api/queries.ts'
import { useSendingList } from '../../lib/sending/sendings-context.tsx'
import { useSignOut } from './use-sign-out.ts'

export function AccountMenu() {
  const { t } = useTranslation(['session', 'frame'])
  const { data: me } = useQuery(meQuery)
  const signOut = useSignOut('DELETE /session')
  const waiting = useSendingList().length
  if (!me) return null
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <Press look="quiet" icon aria-label={t('frame:nav.account', { name: me.name })}>
          <Avatar name={me.name} />
        </Press>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.name}</Menu.Label>
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings aria-hidden size={20} />}>
          {t('frame:nav.settings')}
        </Menu.Item>
        {waiting > 0 ? (
          // Whether they stay here is hers to say, and others may use this device after her.
          <Menu.Item component={Link} to="/settings" leftSection={<IconLogout aria-hidden size={20} />}>
            {t('signOutWaiting', { count: waiting })}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconLogout aria-hidden size={20} />} onClick={() => signOut.mutate()}>
            {t('signOut')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
