/** Addresses inside the product, the same ones that mails use. */
export const places = {
  home: '/',
  clips: '/clips',
  sendClip: '/clips/new',
  clip: (clipId: string) => `/clips/${clipId}`,
  review: (reviewId: string) => `/reviews/${reviewId}`,
  answer: (reviewId: string) => `/answer/${reviewId}`,
  talk: (reviewId: string) => `/reviews/${reviewId}/talk`,
  program: (programId: string) => `/program/${programId}`,
} as const
