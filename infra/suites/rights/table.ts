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

GET    /api/upload-limits                                      200  1    y    y    y    y    y    y    y
GET    /api/clips                                              200  1    y    y    y    y    y    y    y
POST   /api/clips                                              201  1111 yy44 yy44 yy44 yy44 yy44 3344 y444
GET    /api/clips/:clipId                                      200  1111 yy44 yy44 y444 y444 y444 y444 y444
PATCH  /api/clips/:clipId                                      200  1111 yy44 y344 y444 y444 y444 y444 y444
DELETE /api/clips/:clipId                                      202  1111 yy44 y344 y444 y444 y444 y444 y444
PUT    /api/clips/:clipId/original                             202  1111 yy44 y344 y444 y444 y444 y444 y444
GET    /api/clips/:clipId/original                             200  1111 yy44 y344 y444 y444 y444 y444 y444
POST   /api/clips/:clipId/retry                                202  1111 yy44 y344 y444 y444 y444 y444 y444
GET    /api/clips/:clipId/media/:mediaId/*                     200  1111 yy44 yy44 y444 y444 y444 y444 y444
PUT    /api/clips/:clipId/position                             204  1111 yy44 yy44 y444 y444 y444 y444 y444
GET    /api/clips/:clipId/viewers                              200  1111 yy44 y344 y444 y444 y444 y444 y444
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
