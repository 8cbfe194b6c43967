import type { NewGrant } from '@cuepoint/contracts'
import { type GrantLevel, instantFrom, nowMs } from '@cuepoint/domain'
import { Button, NativeSelect, Radio, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PlainForm } from '../../components/plain-form.tsx'
import { Press } from '../../components/press.tsx'
import { ProblemMessage } from '../../components/problem-message.tsx'
import { useFormat } from '../../lib/reader.tsx'
import styles from './clip-page.module.css'
import { levelsFor, type Receiver } from './receivers.ts'

const dayMs = 24 * 3_600_000
const spans = ['weeks', 'months', 'open'] as const
type Span = (typeof spans)[number]
const spanDays: Readonly<Record<Span, number | null>> = { weeks: 14, months: 90, open: null }

/** Who, what they may do, and until when: three answers with a sensible first choice each. */
export function ShareForm({
  receivers,
  open: openAtFirst,
  busy,
  problem,
  onShare,
}: {
  receivers: readonly Receiver[]
  open: boolean
  busy: boolean
  problem: unknown
  onShare: (grant: NewGrant) => Promise<unknown>
}) {
  const { t } = useTranslation('clips')
  const format = useFormat()
  const [open, setOpen] = useState(openAtFirst)
  const [value, setValue] = useState<string>()
  const [wanted, setWanted] = useState<GrantLevel>('coach')
  const [span, setSpan] = useState<Span>('months')

  const receiver = receivers.find((each) => each.value === value) ?? receivers[0]
  if (!receiver) return <p className={styles.quiet}>{t('share.nobodyToShareWith')}</p>
  if (!open) {
    return (
      <Press look="secondary" onClick={() => setOpen(true)}>
        <IconPlus aria-hidden size={20} />
        {t('share.more')}
      </Press>
    )
  }
  const levels = levelsFor(receiver)
  const level = levels.includes(wanted) ? wanted : 'comment'
  const share = async () => {
    const days = spanDays[span]
    await onShare({
      ...(receiver.kind === 'partnership' ? { partnershipId: receiver.id } : { personId: receiver.id }),
      level,
      expiresAt: days === null ? null : instantFrom(nowMs() + days * dayMs).toISOString(),
    })
    setOpen(false)
    setValue(undefined)
  }
  const options = (kind: Receiver['kind']) =>
    receivers
      .filter((each) => each.kind === kind)
      .map((each) => ({ value: each.value, label: format.list(each.names) }))
  return (
    <PlainForm onSubmit={() => void share().catch(() => undefined)}>
      <NativeSelect
        label={t('share.with')}
        size="md"
        value={receiver.value}
        onChange={(event) => setValue(event.currentTarget.value)}
        data={[
          { group: t('share.partners'), items: options('partnership') },
          { group: t('share.colleagues'), items: options('person') },
        ].filter((group) => group.items.length > 0)}
      />
      <Radio.Group
        label={t('share.may')}
        value={level}
        onChange={(next) => setWanted(levels.find((each) => each === next) ?? level)}
      >
        <Stack gap={0}>
          {levels.map((each) => (
            <Radio key={each} value={each} size="md" label={t(`share.level.${each}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <NativeSelect
        label={t('share.howLong')}
        size="md"
        value={span}
        onChange={(event) => setSpan(spans.find((each) => each === event.currentTarget.value) ?? 'months')}
        data={spans.map((each) => ({ value: each, label: t(`share.span.${each}`) }))}
      />
      {problem !== null && <ProblemMessage error={problem} />}
      <Button type="submit" loading={busy}>
        {t('share.do', { names: format.list(receiver.names) })}
      </Button>
      <p className={styles.quiet}>{t('share.why')}</p>
    </PlainForm>
  )
}
