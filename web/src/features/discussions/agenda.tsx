import type { Discussion } from '@cuepoint/contracts'
import { IconMessages } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { MomentPress } from '../../components/moment-press.tsx'
import { KindTag } from '../../components/prompt-kind.tsx'
import { type PlayerHandle, playMoment } from '../../lib/playback.ts'
import styles from './discussion.module.css'

type Props = {
  discussion: Discussion
  myId: string
  player: PlayerHandle | null
  activeId: string | undefined
  onActive: (promptId: string) => void
}

/** Prompts and answers in order, each with its moment: what they talk along. */
export function Agenda({ discussion, myId, player, activeId, onActive }: Props) {
  const { t } = useTranslation('discussions')
  const several = discussion.participants.length > 1
  return (
    <section className={styles.part} aria-label={t('agenda.title')}>
      <h2>{t('agenda.title')}</h2>
      <ol className={styles.agenda}>
        {discussion.agenda.map(({ prompt, answers }) => (
          <li key={prompt.id} id={`prompt-${prompt.id}`} data-active={prompt.id === activeId}>
            <div className={styles.about}>
              <KindTag kind={prompt.kind} />
              <MomentPress
                moment={prompt}
                about={prompt.text}
                onPress={() => {
                  onActive(prompt.id)
                  if (player) playMoment(player, prompt)
                }}
              />
            </div>
            <p className={styles.question}>{prompt.text}</p>
            {answers.length === 0 && (
              <p className={styles.quiet}>{t(prompt.required ? 'agenda.none' : 'agenda.optional')}</p>
            )}
            {answers.map((answer) => (
              <div key={answer.person.id} className={styles.answer}>
                {several && <p className={styles.quiet}>{answer.person.name}</p>}
                {answer.way === 'talk' && (
                  <p className={styles.talk}>
                    <IconMessages size={18} aria-hidden="true" />
                    {answer.person.id === myId
                      ? t('agenda.youTalk')
                      : t('agenda.wantsTalk', { name: answer.person.name })}
                  </p>
                )}
                {answer.text.trim() !== '' && <p className={styles.words}>{answer.text}</p>}
              </div>
            ))}
          </li>
        ))}
      </ol>
    </section>
  )
}
