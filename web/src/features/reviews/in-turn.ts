/** What is changed on a review as a whole goes one after the other: it must not be sent before the last change of it has arrived. */
export const inTurn = (reviewId: string): { id: string } => ({ id: `review ${reviewId}` })
