import type {
  AcceptInvitation,
  AnswerDraft,
  AskPasswordReset,
  ChangeClip,
  ChangeMe,
  ChangeMember,
  ChangeNote,
  ChangePassword,
  ChangeProgram,
  ChangePrompt,
  ChangeReview,
  ChangeStep,
  Clip,
  ClipSummary,
  ClipUpload,
  Colleague,
  CompletePasswordReset,
  Discussion,
  Grant,
  Health,
  Home,
  Invitation,
  InvitationPreview,
  InvitationToken,
  Invite,
  Me,
  Member,
  NewClip,
  NewGrant,
  NewNote,
  NewPartnership,
  NewPrompt,
  NewReview,
  NewStep,
  NewUpload,
  Note,
  Notice,
  Partnership,
  Program,
  ProgramCounts,
  Prompt,
  PromptOrder,
  Review,
  ReviewSummary,
  SaveAnswerDraft,
  SavePosition,
  SaveSummary,
  ScheduleDiscussion,
  SendReview,
  SignedRange,
  SignIn,
  Static,
  Step,
  SubmitAnswers,
  UploadLimits,
  Viewer,
  WantedRanges,
} from '@cuepoint/contracts'

type List<Item> = { items: Item[] }

/** The HTTP surface this app speaks: `METHOD /path` to what goes in and what comes back. */
export type Surface = {
  'GET /health': { answer: Health }

  'POST /session': { body: SignIn; answer: Me }
  'GET /session': { answer: Me }
  'DELETE /session': { answer: undefined }
  'DELETE /sessions': { answer: undefined }
  'PATCH /me': { body: ChangeMe; answer: Me }
  'POST /me/password': { body: ChangePassword; answer: undefined }
  'POST /password-resets': { body: AskPasswordReset; answer: undefined }
  'POST /password-resets/complete': { body: CompletePasswordReset; answer: undefined }
  'POST /invitations/preview': { body: InvitationToken; answer: InvitationPreview }
  'POST /invitations/accept': { body: AcceptInvitation; answer: Me }

  'GET /programs/:programId': { answer: Program }
  'PATCH /programs/:programId': { body: ChangeProgram; answer: Program }
  'GET /programs/:programId/counts': { answer: ProgramCounts }
  'GET /programs/:programId/members': { answer: List<Member> }
  'PATCH /programs/:programId/members/:personId': { body: ChangeMember; answer: Member }
  'DELETE /programs/:programId/members/:personId': { answer: undefined }
  'GET /programs/:programId/invitations': { answer: List<Invitation> }
  'POST /programs/:programId/invitations': { body: Invite; answer: Invitation }
  'POST /programs/:programId/invitations/:invitationId/send': { answer: Invitation }
  'DELETE /programs/:programId/invitations/:invitationId': { answer: undefined }
  'GET /programs/:programId/colleagues': { answer: List<Colleague> }
  'GET /programs/:programId/partnerships': { answer: List<Partnership> }
  'POST /programs/:programId/partnerships': { body: NewPartnership; answer: Partnership }
  'DELETE /programs/:programId/partnerships/:partnershipId': { answer: undefined }

  'GET /upload-limits': { answer: UploadLimits }
  'GET /clips': { answer: List<ClipSummary> }
  'POST /clips': { body: NewClip; answer: Clip }
  'GET /clips/:clipId': { answer: Clip }
  'PATCH /clips/:clipId': { body: ChangeClip; answer: Clip }
  'DELETE /clips/:clipId': { answer: undefined }
  'POST /clips/:clipId/retry': { answer: Clip }
  'POST /clips/:clipId/upload': { body: NewUpload; answer: ClipUpload }
  'GET /clips/:clipId/upload': { answer: ClipUpload }
  'POST /clips/:clipId/upload/:uploadId/signatures': { body: WantedRanges; answer: List<SignedRange> }
  'PUT /clips/:clipId/upload/:uploadId/parts/:part': { answer: undefined }
  'POST /clips/:clipId/upload/:uploadId/complete': { answer: Clip }
  'DELETE /clips/:clipId/upload/:uploadId': { answer: undefined }
  'PUT /clips/:clipId/position': { body: SavePosition; answer: undefined }
  'GET /clips/:clipId/viewers': { answer: List<Viewer> }
  'GET /clips/:clipId/grants': { answer: List<Grant> }
  'POST /clips/:clipId/grants': { body: NewGrant; answer: Grant }
  'DELETE /clips/:clipId/grants/:grantId': { answer: undefined }

  'GET /clips/:clipId/notes': { answer: List<Note> }
  'POST /clips/:clipId/notes': { body: NewNote; answer: Note }
  'PATCH /notes/:noteId': { body: ChangeNote; answer: Note }
  'DELETE /notes/:noteId': { answer: undefined }
  'POST /notes/:noteId/restore': { answer: Note }

  'GET /clips/:clipId/reviews': { answer: List<ReviewSummary> }
  'POST /reviews': { body: NewReview; answer: Review }
  'GET /reviews/:reviewId': { answer: Review }
  'PATCH /reviews/:reviewId': { body: ChangeReview; answer: Review }
  'DELETE /reviews/:reviewId': { answer: undefined }
  'POST /reviews/:reviewId/restore': { answer: Review }
  'POST /reviews/:reviewId/prompts': { body: NewPrompt; answer: Static<typeof Prompt> }
  'PATCH /reviews/:reviewId/prompts/:promptId': { body: ChangePrompt; answer: Static<typeof Prompt> }
  'DELETE /reviews/:reviewId/prompts/:promptId': { answer: undefined }
  'POST /reviews/:reviewId/prompts/:promptId/restore': { answer: Static<typeof Prompt> }
  'PUT /reviews/:reviewId/prompt-order': { body: PromptOrder; answer: Review }
  'POST /reviews/:reviewId/send': { body: SendReview; answer: Review }
  'PUT /reviews/:reviewId/prompts/:promptId/draft': { body: SaveAnswerDraft; answer: AnswerDraft }
  'POST /reviews/:reviewId/answers': { body: SubmitAnswers; answer: Review }

  'GET /reviews/:reviewId/discussion': { answer: Discussion }
  'PUT /reviews/:reviewId/discussion/time': { body: ScheduleDiscussion; answer: Discussion }
  'POST /reviews/:reviewId/discussion/open': { answer: Discussion }
  'PUT /reviews/:reviewId/discussion/summary': { body: SaveSummary; answer: Discussion }
  'POST /reviews/:reviewId/steps': { body: NewStep; answer: Step }
  'PATCH /reviews/:reviewId/steps/:stepId': { body: ChangeStep; answer: Step }
  'DELETE /reviews/:reviewId/steps/:stepId': { answer: undefined }
  'POST /reviews/:reviewId/discussion/close': { answer: Discussion }

  'GET /home': { answer: Home }
  'GET /notices': { answer: List<Notice> }
  'POST /notices/:noticeId/read': { answer: undefined }
  'POST /notices/read': { answer: undefined }
}

export type RouteKey = keyof Surface
export type AnswerOf<Route extends RouteKey> = Surface[Route]['answer']
export type BodyOf<Route extends RouteKey> = Surface[Route] extends { body: infer Body } ? Body : undefined

type ParamNames<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | ParamNames<More>
    : Rest
  : never
export type ParamsOf<Route extends RouteKey> = Record<ParamNames<Route>, string>
