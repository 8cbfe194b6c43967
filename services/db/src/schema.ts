import type {
  AnswerWay,
  ClipState,
  FailReason,
  GrantLevel,
  Language,
  NotificationKind,
  PartnershipKind,
  PartnershipSide,
  PromptKind,
  RejectReason,
  ReviewState,
  Role,
} from '@cuepoint/domain'
import type { ColumnType, Generated, GeneratedAlways, Insertable, Selectable } from 'kysely'

type Instant = ColumnType<Date, Date, Date>
type MaybeInstant = ColumnType<Date | null, Date | null | undefined, Date | null>
type DefaultInstant = ColumnType<Date, Date | undefined, Date>
/** `YYYY-MM-DD`: the driver is told not to make a Date of it. */
type MaybeDay = ColumnType<string | null, string | null | undefined, string | null>

export type PersonTable = {
  id: Generated<string>
  name: string
  email: string
  email_verified: Generated<boolean>
  image: string | null
  language: Generated<Language>
  time_zone: Generated<string>
  created_at: DefaultInstant
  updated_at: DefaultInstant
}

export type ProgramTable = {
  id: Generated<string>
  name: string
  language: Generated<Language>
  filming_note: Generated<string>
  created_at: DefaultInstant
}

export type MemberTable = {
  program_id: string
  person_id: string
  roles: Role[]
  joined_at: DefaultInstant
  left_at: MaybeInstant
}

export type InvitationTable = {
  id: Generated<string>
  program_id: string
  email: string
  roles: Role[]
  language: Language
  token_hash: string
  invited_by: string | null
  created_at: DefaultInstant
  expires_at: Instant
  mailed_at: MaybeInstant
  accepted_at: MaybeInstant
  withdrawn_at: MaybeInstant
}

export type PartnershipTable = {
  id: Generated<string>
  program_id: string
  kind: PartnershipKind
  created_at: DefaultInstant
  ended_at: MaybeInstant
}

export type PartnershipMemberTable = { partnership_id: string; person_id: string; side: PartnershipSide }

/** What a page needs to play a clip. Names are of the clip's files under the same media id. */
export type StoredMedia = {
  playlist: string
  poster: string
  width: number
  height: number
  framesPerSecond: number
  hasAudio: boolean
  renditions: { name: string; width: number; height: number; bandwidth: number }[]
  /** The playlist of the sound alone. */
  listen?: string
  storyboard?: string
  peaks?: string
  sounds?: ('levelled' | 'original')[]
  /** The first rendition is still being made: some of the files are promised. */
  partly?: boolean
  damaged?: boolean
}

export type ClipTable = {
  id: Generated<string>
  program_id: string
  owner_id: string
  title: string
  note: Generated<string>
  state: Generated<ClipState>
  state_since: DefaultInstant
  state_deadline: MaybeInstant
  attempt: Generated<number>
  tries: Generated<number>
  claim_id: string | null
  reject_reason: RejectReason | null
  fail_reason: FailReason | null
  retryable: Generated<boolean>
  progress_percent: Generated<number>
  upload_id: string | null
  original_key: string | null
  content_type: string | null
  /** bigint in the database; files are far below 2^53 bytes. */
  size_bytes: number | null
  media_id: string | null
  media: ColumnType<StoredMedia | null, string | null | undefined, string | null>
  duration_ms: number | null
  /** It can be watched, and more is being made. */
  unfinished: Generated<boolean>
  /** The worker's own: what is to be made in parts. */
  plan: ColumnType<unknown, string | null | undefined, string | null>
  remaining_ms: number | null
  created_at: DefaultInstant
}

/** What is not listed here is not served; what has no writer yet is promised. */
export type ClipFileTable = {
  clip_id: string
  media_id: string
  name: string
  content_type: string
  duration_ms: number | null
  written_by: string | null
  size_bytes: number | null
  created_at: DefaultInstant
  /** Something newer took its place then; it is kept for whoever has it open. */
  superseded_at: MaybeInstant
}

export type ClipPartTable = {
  clip_id: string
  media_id: string
  part: number
  from_ms: number
  to_ms: number
  state: Generated<'waiting' | 'running' | 'done' | 'failed'>
  claim_id: string | null
  deadline: DefaultInstant
  tries: Generated<number>
  done_ms: Generated<number>
  pace: number | null
}

/** What an upload in parts needs to be gone on with; alive while the clip names it. */
export type ClipUploadTable = {
  clip_id: string
  upload_id: string
  storage_id: string
  size_bytes: number
  part_bytes: number
  content_type: string
  begun_at: DefaultInstant
}

export type ClipGrantTable = {
  id: Generated<string>
  clip_id: string
  partnership_id: string | null
  person_id: string | null
  level: GrantLevel
  granted_by: string
  created_at: DefaultInstant
  expires_at: MaybeInstant
  revoked_at: MaybeInstant
}

export type ClipViewTable = {
  clip_id: string
  person_id: string
  first_at: DefaultInstant
  last_at: DefaultInstant
}
export type PlaybackPositionTable = {
  clip_id: string
  person_id: string
  at_ms: number
  updated_at: DefaultInstant
}

export type NoteTable = {
  id: Generated<string>
  clip_id: string
  author_id: string
  parent_id: string | null
  at_ms: number
  end_ms: number | null
  text: string
  version: Generated<number>
  created_at: DefaultInstant
  updated_at: DefaultInstant
  deleted_at: MaybeInstant
}
export type NoteVersionTable = { note_id: string; version: number; text: string; created_at: DefaultInstant }

export type TombstoneTable = { clip_id: string; program_id: string | null; gone_at: DefaultInstant }

export type OutboxTable = {
  id: GeneratedAlways<string>
  job: string
  payload: ColumnType<unknown, string, never>
  created_at: DefaultInstant
  rung_at: MaybeInstant
}

export type HeartbeatTable = { part: string; at: DefaultInstant }

export type ReviewTable = {
  id: Generated<string>
  clip_id: string
  program_id: string
  coach_id: string
  state: Generated<ReviewState>
  state_since: DefaultInstant
  due_on: MaybeDay
  strength_first_waived: Generated<boolean>
  version: Generated<number>
  created_at: DefaultInstant
  sent_at: MaybeInstant
  deleted_at: MaybeInstant
  discussion_at: MaybeInstant
  opened_at: MaybeInstant
  opened_by: string | null
  opened_early: Generated<boolean>
  summary: Generated<string>
  summary_version: Generated<number>
  closed_at: MaybeInstant
}
export type ReviewParticipantTable = { review_id: string; person_id: string }

export type PromptTable = {
  id: Generated<string>
  review_id: string
  position: number
  at_ms: number
  end_ms: number | null
  kind: PromptKind
  text: Generated<string>
  required: Generated<boolean>
  version: Generated<number>
  created_at: DefaultInstant
  deleted_at: MaybeInstant
}

export type AnswerDraftTable = {
  prompt_id: string
  person_id: string
  way: AnswerWay
  text: string
  version: Generated<number>
  updated_at: DefaultInstant
}
export type AnswerDraftVersionTable = {
  id: GeneratedAlways<string>
  prompt_id: string
  person_id: string
  version: number
  way: AnswerWay
  text: string
  lost: Generated<boolean>
  created_at: DefaultInstant
}
export type AnswerTable = {
  prompt_id: string
  person_id: string
  version: Generated<number>
  way: AnswerWay
  text: string
  submitted_at: DefaultInstant
}
export type AnswerVersionTable = {
  prompt_id: string
  person_id: string
  version: number
  way: AnswerWay
  text: string
  submitted_at: DefaultInstant
}

export type StepTable = {
  id: Generated<string>
  review_id: string
  owner_id: string
  text: string
  due_on: MaybeDay
  done_at: MaybeInstant
  version: Generated<number>
  created_at: DefaultInstant
  deleted_at: MaybeInstant
}

export type NotificationTable = {
  id: Generated<string>
  person_id: string
  kind: NotificationKind
  from_id: string | null
  clip_id: string | null
  review_id: string | null
  fact: string
  created_at: DefaultInstant
  read_at: MaybeInstant
  mailed_at: MaybeInstant
}

export type Database = {
  person: PersonTable
  program: ProgramTable
  member: MemberTable
  invitation: InvitationTable
  partnership: PartnershipTable
  partnership_member: PartnershipMemberTable
  clip: ClipTable
  clip_file: ClipFileTable
  clip_part: ClipPartTable
  clip_upload: ClipUploadTable
  clip_grant: ClipGrantTable
  clip_view: ClipViewTable
  playback_position: PlaybackPositionTable
  note: NoteTable
  note_version: NoteVersionTable
  tombstone: TombstoneTable
  outbox: OutboxTable
  heartbeat: HeartbeatTable
  review: ReviewTable
  review_participant: ReviewParticipantTable
  prompt: PromptTable
  answer_draft: AnswerDraftTable
  answer_draft_version: AnswerDraftVersionTable
  answer: AnswerTable
  answer_version: AnswerVersionTable
  step: StepTable
  notification: NotificationTable
}

export type Row<T extends keyof Database> = Selectable<Database[T]>
export type NewRow<T extends keyof Database> = Insertable<Database[T]>
