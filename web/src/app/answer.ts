import '../styles/tokens.css'
import '../styles/ground.css'
import type { Me, Review } from '@cuepoint/contracts'
import { isId } from '@cuepoint/domain'
import { loadAnswerCatalogs } from '../catalogs/load-answer.ts'
import { drawFirstQuestion } from '../features/answers/first-question.ts'
import { deviceLanguage } from '../lib/device-language.ts'
import { applyScheme } from '../lib/scheme.ts'

/** What has been asked for before the app itself was there; undefined where it did not come. */
export type Early = { reviewId: string; review: Promise<Review | undefined>; me: Promise<Me | undefined> }

const ask = async <Answer>(address: string): Promise<Answer | undefined> => {
  try {
    const response = await fetch(address)
    return response.ok ? ((await response.json()) as Answer) : undefined
  } catch {
    return undefined
  }
}

/**
 * The lean entry for `/answer/:reviewId`. Over a thin line the app takes seconds; her first question is a kilobyte,
 * so it is fetched and drawn before.
 */
function start(root: HTMLElement) {
  applyScheme()
  const reviewId = location.pathname.split('/')[2]?.toLowerCase() ?? ''
  const review = isId(reviewId) ? ask<Review>(`/api/reviews/${reviewId}`) : Promise.resolve(undefined)
  const me = ask<Me>('/api/session')
  // Fetched beside the app, which asks for them again.
  void loadAnswerCatalogs(deviceLanguage())
  const app = import('./answer-app.tsx')
  let drawn = false
  void review.then((found) => (found && !drawn ? drawFirstQuestion(root, found, location.hash) : undefined))
  void app.then(({ startAnswerApp }) => {
    drawn = true
    return startAnswerApp(root, { reviewId, review, me })
  })
}

const root = document.getElementById('root')
if (root) start(root)
