import type {
  Clip,
  ClipMedia,
  ClipSummary,
  Colleague,
  Grant,
  Home,
  Invitation,
  Me,
  Member,
  Notice,
  Partnership,
  PersonRef,
  ReviewSummary,
  TeacherRow,
  WaitingItem,
} from '@cuepoint/contracts'

/** Made-up people and clips for tests of the pages. Times hang on `nowMs`, so that "3 days ago" stays true. */
export function createScenes(nowMs: number, iso: (atMs: number) => string) {
  const hourMs = 3_600_000
  const ago = (hours: number) => iso(nowMs - hours * hourMs)
  let made = 0
  const id = () => `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`
  const person = (name: string): PersonRef => ({ id: id(), name })

  const programId = id()
  const mali = person('Mali Srisuk')
  const coach = person('Elena Vargas')
  const lead = person('Amara Okafor')
  const som = person('เพ็ญศรี ทองคำ')
  const others = ['Rosa Quispe', 'John Mwangi', 'Nok Chaiyo', 'Beatriz Almeida Fernández'].map(person)

  const me = (who: PersonRef, role: 'lead' | 'coach' | 'teacher', part: Partial<Me> = {}): Me => ({
    id: who.id,
    name: who.name,
    email: `${role}@example.org`,
    language: 'en',
    timeZone: 'Asia/Bangkok',
    programs: [{ id: programId, name: 'River Valley Coaching', roles: [role] }],
    ...part,
  })

  const media = (part: Partial<ClipMedia> = {}): ClipMedia => ({
    playlistUrl: '/media/playlist.m3u8',
    posterUrl: '/poster.svg',
    durationMs: 184_000,
    width: 1280,
    height: 720,
    framesPerSecond: 30,
    hasAudio: true,
    renditions: [],
    listenUrl: null,
    storyboardUrl: null,
    peaksUrl: null,
    sounds: ['original'],
    complete: true,
    partly: false,
    damaged: false,
    ...part,
  })
  const clip = (part: Partial<Clip> = {}): Clip => ({
    id: id(),
    programId,
    owner: mali,
    mine: true,
    level: 'own',
    title: 'Fractions with paper strips',
    note: 'Grade 4, the second lesson on fractions. Around minute two I am not sure the quiet ones were with me.',
    state: 'ready',
    stateSince: ago(2),
    rejectReason: null,
    failReason: null,
    retryable: false,
    progressPercent: 100,
    remainingMs: null,
    sizeBytes: 148_000_000,
    media: media(),
    positionMs: 0,
    createdAt: ago(3),
    ...part,
  })
  const summary = (full: Clip): ClipSummary => ({
    id: full.id,
    programId,
    owner: full.owner,
    mine: full.mine,
    title: full.title,
    state: full.state,
    stateSince: full.stateSince,
    progressPercent: full.progressPercent,
    posterUrl: full.state === 'ready' ? '/poster.svg' : null,
    durationMs: full.state === 'ready' ? 184_000 : null,
    createdAt: full.createdAt,
  })

  const waiting = (
    kind: WaitingItem['kind'],
    hours: number,
    part: Partial<WaitingItem> = {},
  ): WaitingItem => ({
    kind,
    since: ago(hours),
    dueOn: null,
    person: null,
    clipId: id(),
    clipTitle: 'Fractions with paper strips',
    reviewId: id(),
    stepText: null,
    ...part,
  })
  const teacher = (
    who: PersonRef,
    turn: TeacherRow['turn'],
    doing: TeacherRow['doing'],
    hours: number,
    part: Partial<TeacherRow> = {},
  ): TeacherRow => ({
    partnershipId: id(),
    teacher: who,
    turn,
    since: ago(hours),
    doing,
    clipId: id(),
    reviewId: id(),
    discussionAt: null,
    ...part,
  })
  const review = (part: Partial<ReviewSummary> = {}): ReviewSummary => ({
    id: id(),
    clipId: id(),
    clipTitle: 'Reading circle, Monday',
    posterUrl: '/poster.svg',
    coach,
    participants: [mali],
    state: 'answering',
    stateSince: ago(26),
    turn: 'teacher',
    dueOn: null,
    prompts: 4,
    ...part,
  })
  const home = (part: Partial<Home> = {}): Home => ({
    waiting: [],
    others: [],
    teachers: [],
    myClips: [],
    sharedClips: [],
    unreadNotices: 0,
    ...part,
  })
  const notice = (kind: Notice['kind'], hours: number, part: Partial<Notice> = {}): Notice => ({
    id: id(),
    kind,
    person: coach,
    clipId: id(),
    reviewId: id(),
    createdAt: ago(hours),
    readAt: null,
    ...part,
  })
  const member = (who: PersonRef, roles: Member['roles'], email: string): Member => ({
    person: who,
    roles,
    email,
    joinedAt: ago(800),
  })
  const colleague = (who: PersonRef, roles: Colleague['roles']): Colleague => ({ person: who, roles })
  const partnership = (teacherRef: PersonRef, hours: number): Partnership => ({
    id: id(),
    programId,
    kind: 'one-to-one',
    members: [
      { person: coach, side: 'coach' },
      { person: teacherRef, side: 'teacher' },
    ],
    createdAt: ago(hours),
    endedAt: null,
  })
  const grant = (part: Partial<Grant> = {}): Grant => ({
    id: id(),
    level: 'coach',
    partnershipId: null,
    people: [coach],
    createdAt: ago(1),
    expiresAt: iso(nowMs + 80 * 24 * hourMs),
    revokedAt: null,
    live: true,
    ...part,
  })
  const invitation = (email: string, part: Partial<Invitation> = {}): Invitation => ({
    id: id(),
    email,
    roles: ['teacher'],
    language: 'es',
    createdAt: ago(30),
    expiresAt: iso(nowMs + 5 * 24 * hourMs),
    state: 'open',
    mailed: true,
    ...part,
  })
  return {
    id,
    ago,
    programId,
    people: { mali, coach, lead, som, others },
    me,
    media,
    clip,
    summary,
    waiting,
    teacher,
    review,
    home,
    notice,
    member,
    colleague,
    partnership,
    grant,
    invitation,
  }
}

export type Scenes = ReturnType<typeof createScenes>
