import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { keys } from '../../lib/api/queries.ts'
import { createTransfers, type Transfer, type Transfers } from './transfers.ts'

const Sending = createContext<Transfers | undefined>(undefined)

/** Holds this tab's transfers above the pages and warns before the tab is closed on one. */
export function TransfersProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [transfers] = useState(() =>
    createTransfers({
      onArrived: (clip) => {
        client.setQueryData(keys.clip(clip.id), clip)
        void client.invalidateQueries({ queryKey: keys.clips })
        void client.invalidateQueries({ queryKey: keys.home })
      },
      onEnded: (clipId) => void client.invalidateQueries({ queryKey: keys.clip(clipId) }),
    }),
  )
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (transfers.busy()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [transfers])
  return <Sending value={transfers}>{children}</Sending>
}

export function useTransfers(): Transfers {
  const transfers = useContext(Sending)
  if (!transfers) throw new Error('TransfersProvider is missing')
  return transfers
}

/** The transfer of one clip in this tab, while there is one. */
export function useTransfer(clipId: string): Transfer | undefined {
  const transfers = useTransfers()
  return useSyncExternalStore(transfers.subscribe, () => transfers.find(clipId))
}
