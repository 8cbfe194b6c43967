import type { TeacherRow } from '@cuepoint/contracts'

const rank: Readonly<Record<TeacherRow['turn'], number>> = { coach: 0, both: 1, teacher: 2, nobody: 3 }

/** Who waits on the coach comes first, and among those the one who has waited longest. */
export const orderedTeachers = (rows: readonly TeacherRow[]): TeacherRow[] =>
  [...rows].sort(
    (a, b) => rank[a.turn] - rank[b.turn] || (a.since < b.since ? -1 : a.since > b.since ? 1 : 0),
  )
