// Who gets what, route by route. A new route belongs in here, or the suite stops.
//
//   y  yes, with the status in the second column       1  401, not signed in
//   3  403, she sees it and may not                    4  404, to her it is not there
//
// Four signs: the object is her own, granted, foreign, unknown. One sign: the route asks for no object.
// An own clip is one she filmed herself and someone else coaches; a granted one is the owner's, shared with the coach
// who is granted it (and taken back from the revoked one); a foreign one is of people no column has to do with.
// Of programs: her own, the owner's, one that none of them is in.

export const table = `
route                                                          yes  anonymous owner coach-granted coach-not-granted coach-revoked other-teacher lead other-program
GET    /api/openapi.json                                       200  y    y    y    y    y    y    y    y
GET    /api/health                                             200  y    y    y    y    y    y    y    y

POST   /api/session                                            401  y    y    y    y    y    y    y    y
GET    /api/session                                            200  1    y    y    y    y    y    y    y
DELETE /api/session                                            204  1    y    y    y    y    y    y    y
DELETE /api/sessions                                           204  1    y    y    y    y    y    y    y
PATCH  /api/me                                                 200  1    y    y    y    y    y    y    y
POST   /api/me/password                                        204  1    y    y    y    y    y    y    y
POST   /api/password-resets                                    202  y    y    y    y    y    y    y    y
POST   /api/password-resets/complete                           410  y    y    y    y    y    y    y    y
POST   /api/invitations/preview                                410  y    y    y    y    y    y    y    y
POST   /api/invitations/accept                                 410  y    y    y    y    y    y    y    y

GET    /api/programs/:programId                                200  1111 yy44 yy44 yy44 yy44 yy44 yy44 y444
PATCH  /api/programs/:programId                                200  1111 3344 3344 3344 3344 3344 yy44 y444
GET    /api/programs/:programId/counts                         200  1111 3344 3344 3344 3344 3344 yy44 y444
GET    /api/programs/:programId/members                        200  1111 3344 3344 3344 3344 3344 yy44 y444
PATCH  /api/programs/:programId/members/:personId              200  1111 3344 3344 3344 3344 3344 yy44 y444
DELETE /api/programs/:programId/members/:personId              204  1111 3344 3344 3344 3344 3344 yy44 y444
GET    /api/programs/:programId/invitations                    200  1111 3344 3344 3344 3344 3344 yy44 y444
POST   /api/programs/:programId/invitations                    201  1111 3344 3344 3344 3344 3344 yy44 y444
POST   /api/programs/:programId/invitations/:invitationId/send 200  1111 3344 3344 3344 3344 3344 yy44 y444
DELETE /api/programs/:programId/invitations/:invitationId      204  1111 3344 3344 3344 3344 3344 yy44 y444
GET    /api/programs/:programId/colleagues                     200  1111 yy44 yy44 yy44 yy44 yy44 yy44 y444
GET    /api/programs/:programId/partnerships                   200  1111 yy44 yy44 yy44 yy44 yy44 yy44 y444
POST   /api/programs/:programId/partnerships                   201  1111 3344 3344 3344 3344 3344 yy44 y444
DELETE /api/programs/:programId/partnerships/:partnershipId    204  1111 3344 3344 3344 3344 3344 yy44 y444

GET    /api/home                                               200  1    y    y    y    y    y    y    y
GET    /api/notices                                            200  1    y    y    y    y    y    y    y
POST   /api/notices/read                                       204  1    y    y    y    y    y    y    y
POST   /api/notices/:noticeId/read                             204  1111 yy44 y444 y444 y444 y444 y444 y444
GET    /api/events                                             200  1    y    y    y    y    y    y    y

GET    /api/upload-limits                                      200  1    y    y    y    y    y    y    y
POST   /api/upload-probe                                       204  1    y    y    y    y    y    y    y
GET    /api/clips                                              200  1    y    y    y    y    y    y    y
POST   /api/clips                                              201  1111 yy44 yy44 yy44 yy44 yy44 3344 y444
GET    /api/clips/:clipId                                      200  1111 yy44 yy44 y444 y444 y444 y444 y444
PATCH  /api/clips/:clipId                                      200  1111 yy44 y344 y444 y444 y444 y444 y444
DELETE /api/clips/:clipId                                      202  1111 yy44 y344 y444 y444 y444 y444 y444
PUT    /api/clips/:clipId/original                             202  1111 yy44 y344 y444 y444 y444 y444 y444
POST   /api/clips/:clipId/upload                               200  1111 yy44 y344 y444 y444 y444 y444 y444
GET    /api/clips/:clipId/upload                               200  1111 yy44 y344 y444 y444 y444 y444 y444
POST   /api/clips/:clipId/upload/:uploadId/signatures          200  1111 yy44 y344 y444 y444 y444 y444 y444
PUT    /api/clips/:clipId/upload/:uploadId/bytes               204  1111 yy44 y344 y444 y444 y444 y444 y444
PUT    /api/clips/:clipId/upload/:uploadId/parts/:part         204  1111 yy44 y344 y444 y444 y444 y444 y444
POST   /api/clips/:clipId/upload/:uploadId/complete            202  1111 yy44 y344 y444 y444 y444 y444 y444
DELETE /api/clips/:clipId/upload/:uploadId                     204  1111 yy44 y344 y444 y444 y444 y444 y444
GET    /api/clips/:clipId/original                             200  1111 yy44 y344 y444 y444 y444 y444 y444
POST   /api/clips/:clipId/retry                                202  1111 yy44 y344 y444 y444 y444 y444 y444
GET    /api/clips/:clipId/media/:mediaId/*                     200  1111 yy44 yy44 y444 y444 y444 y444 y444
PUT    /api/clips/:clipId/position                             204  1111 yy44 yy44 y444 y444 y444 y444 y444
GET    /api/clips/:clipId/viewers                              200  1111 yy44 y344 y444 y444 y444 y444 y444
GET    /api/clips/:clipId/grants                               200  1111 yy44 y344 y444 y444 y444 y444 y444
POST   /api/clips/:clipId/grants                               201  1111 yy44 y344 y444 y444 y444 y444 y444
DELETE /api/clips/:clipId/grants/:grantId                      204  1111 yy44 y344 y444 y444 y444 y444 y444
GET    /api/clips/:clipId/notes                                200  1111 yy44 yy44 y444 y444 y444 y444 y444
POST   /api/clips/:clipId/notes                                201  1111 yy44 yy44 y444 y444 y444 y444 y444
PATCH  /api/notes/:noteId                                      200  1111 yy44 yy44 y444 y444 y444 y444 y444
DELETE /api/notes/:noteId                                      204  1111 yy44 yy44 y444 y444 y444 y444 y444
POST   /api/notes/:noteId/restore                              200  1111 yy44 yy44 y444 y444 y444 y444 y444
GET    /api/clips/:clipId/reviews                              200  1111 yy44 yy44 y444 y444 y444 y444 y444

POST   /api/reviews                                            201  1111 3344 3y44 3444 3444 3444 3444 3444
GET    /api/reviews/:reviewId                                  200  1111 yy44 yy44 y444 y444 y444 y444 y444
PATCH  /api/reviews/:reviewId                                  200  1111 4444 4y44 4444 4444 4444 4444 4444
DELETE /api/reviews/:reviewId                                  204  1111 4444 4y44 4444 4444 4444 4444 4444
POST   /api/reviews/:reviewId/restore                          200  1111 4444 4y44 4444 4444 4444 4444 4444
POST   /api/reviews/:reviewId/send                             200  1111 4444 4y44 4444 4444 4444 4444 4444
POST   /api/reviews/:reviewId/prompts                          201  1111 4444 4y44 4444 4444 4444 4444 4444
PATCH  /api/reviews/:reviewId/prompts/:promptId                200  1111 4444 4y44 4444 4444 4444 4444 4444
DELETE /api/reviews/:reviewId/prompts/:promptId                204  1111 4444 4y44 4444 4444 4444 4444 4444
POST   /api/reviews/:reviewId/prompts/:promptId/restore        200  1111 4444 4y44 4444 4444 4444 4444 4444
PUT    /api/reviews/:reviewId/prompt-order                     200  1111 4444 4y44 4444 4444 4444 4444 4444
PUT    /api/reviews/:reviewId/prompts/:promptId/draft          200  1111 yy44 y344 y444 y444 y444 y444 y444
POST   /api/reviews/:reviewId/answers                          200  1111 yy44 y344 y444 y444 y444 y444 y444
GET    /api/reviews/:reviewId/discussion                       200  1111 yy44 yy44 y444 y444 y444 y444 y444
PUT    /api/reviews/:reviewId/discussion/time                  200  1111 yy44 yy44 y444 y444 y444 y444 y444
POST   /api/reviews/:reviewId/discussion/open                  200  1111 yy44 yy44 y444 y444 y444 y444 y444
PUT    /api/reviews/:reviewId/discussion/summary               200  1111 yy44 yy44 y444 y444 y444 y444 y444
POST   /api/reviews/:reviewId/discussion/close                 200  1111 3344 3y44 3444 3444 3444 3444 3444
POST   /api/reviews/:reviewId/steps                            201  1111 yy44 yy44 y444 y444 y444 y444 y444
PATCH  /api/reviews/:reviewId/steps/:stepId                    200  1111 yy44 yy44 y444 y444 y444 y444 y444
DELETE /api/reviews/:reviewId/steps/:stepId                    204  1111 yy44 yy44 y444 y444 y444 y444 y444
`
