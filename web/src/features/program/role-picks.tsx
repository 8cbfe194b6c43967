import { type Role, roles } from '@cuepoint/domain'
import { Checkbox, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** One person may hold several roles; she always holds one. */
export function RolePicks({
  label,
  value,
  onChange,
}: {
  label: string
  value: readonly Role[]
  onChange: (roles: Role[]) => void
}) {
  const { t } = useTranslation(['program', 'frame'])
  return (
    <Checkbox.Group
      label={label}
      value={[...value]}
      onChange={(next) => onChange(roles.filter((role) => next.includes(role)))}
    >
      <Stack gap={0}>
        {roles.map((role) => (
          <Checkbox
            key={role}
            value={role}
            size="md"
            label={t(`frame:role.${role}`)}
            description={t(`roleMeans.${role}`)}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
