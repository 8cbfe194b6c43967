import { ask } from '../recovery/truth.ts'

/** The steps that a clip goes through, as its rows tell. */
export const stages = ['first', 'parts', 'finish'] as const
export type Stage = (typeof stages)[number]
export type StageSpan = { readonly stage: Stage; readonly fromMs: number; readonly toMs: number }

/** In which step work on this clip is going on right now; undefined between them, before and after. */
export async function stageOf(database: string, clipId: string): Promise<Stage | undefined> {
  const [row] = await ask(
    database,
    `select case
       when not unfinished and state = 'processing' then 'first'
       when unfinished and plan is null then 'first'
       when exists (select from clip_part where clip_id = clip.id and state = 'running') then 'parts'
       when unfinished and not exists (select from clip_part where clip_id = clip.id and state <> 'done') then 'finish'
     end as stage from clip where id = $1`,
    [clipId],
  )
  return stages.find((stage) => stage === row?.['stage'])
}
