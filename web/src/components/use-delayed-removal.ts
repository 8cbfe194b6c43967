import { hide, show } from '../lib/out-of-sight.ts'
import { useUndo } from './undo-bar.tsx'

export type Removal = {
  id: string
  /** What the bar says at once, and what it says when the server would not. */
  done: string
  notDone: string
  /** The request that cannot be taken back; asked for when the time for Undo is over. */
  remove: () => Promise<unknown>
  /** Fetches again what showed it. */
  refresh: () => Promise<unknown>
  onUndo?: () => void | Promise<void>
}

/** Removes something whose removal cannot be taken back: out of sight at once, gone only when Undo has passed. */
export function useDelayedRemoval(): (removal: Removal) => void {
  const offer = useUndo()
  return ({ id, done, notDone, remove, refresh, onUndo }) => {
    hide(id)
    offer({
      message: done,
      undo: async () => {
        show(id)
        await onUndo?.()
      },
      commit: async () => {
        try {
          await remove()
        } catch {
          offer({ message: notDone })
        }
        await refresh()
        show(id)
      },
    })
  }
}
