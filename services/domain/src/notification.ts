/** One notification per fact: kind, subject and person together name the fact. */
export const notificationKinds = [
  'clip-shared',
  'clip-ready',
  'clip-refused',
  'review-sent',
  'review-ready',
  'discussion-scheduled',
  'review-discussed',
  'review-closed',
] as const
export type NotificationKind = (typeof notificationKinds)[number]

/** The facts that also go out by mail; the rest are seen in the product. */
export const mailedKinds: readonly NotificationKind[] = [
  'clip-shared',
  'review-sent',
  'review-ready',
  'discussion-scheduled',
  'review-discussed',
]
