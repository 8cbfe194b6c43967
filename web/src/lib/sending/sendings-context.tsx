import { nowMs } from '@cuepoint/domain'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { keys, meQuery } from '../api/queries.ts'
import { request } from '../api/request.ts'
import { recall, remember } from '../device-memory.ts'
import { aloneInBrowser, isMetered, onLineChange, pauseUntilLine } from './browser.ts'
import { openKeptFiles } from './kept-files.ts'
import { putRange } from './put-range.ts'
import type { Sending } from './sending-list.ts'
import { createSendings, type Sendings } from './sendings.ts'
import { uploadApi } from './upload-api.ts'

const Context = createContext<Sendings | undefined>(undefined)
const wifiOnlyName = 'sending.wifi-only'

/** Sends what this device keeps for this person, above the pages, and warns before a window is closed that is needed. */
export function SendingsProvider({
  children,
  sendings: given,
}: {
  children: ReactNode
  sendings?: Sendings
}) {
  const client = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const personId = me?.id
  const [sendings] = useState(
    () =>
      given ??
      createSendings({
        api: uploadApi,
        put: putRange,
        nowMs,
        pause: pauseUntilLine,
        files: openKeptFiles(),
        alone: aloneInBrowser,
        isMetered,
        onArrived: (clip) => {
          client.setQueryData(keys.clip(clip.id), clip)
          void client.invalidateQueries({ queryKey: keys.clips })
          void client.invalidateQueries({ queryKey: keys.home })
        },
        onChanged: (clipId) => void client.invalidateQueries({ queryKey: keys.clip(clipId) }),
      }),
  )
  useEffect(() => {
    sendings.setWifiOnly(recall(wifiOnlyName) === 'yes')
    return onLineChange(() => sendings.lineChanged())
  }, [sendings])
  useEffect(() => {
    if (personId === undefined) return
    void sendings.takeUp(personId)
    return () => sendings.halt()
  }, [sendings, personId])
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (sendings.wouldLose()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [sendings])
  return <Context value={sendings}>{children}</Context>
}

export function useSendings(): Sendings {
  const sendings = useContext(Context)
  if (!sendings) throw new Error('SendingsProvider is missing')
  return sendings
}

/** What this device sends into one clip, while it does. */
export function useSending(clipId: string): Sending | undefined {
  const sendings = useSendings()
  return useSyncExternalStore(sendings.subscribe, () => sendings.find(clipId))
}

/** All that this device sends or will. */
export function useSendingList(): readonly Sending[] {
  const sendings = useSendings()
  const all = useSyncExternalStore(sendings.subscribe, sendings.list)
  return [...all.values()]
}

/** Whether she wants to send over Wi-Fi alone; undefined where this browser cannot tell it from other lines. */
export function useWifiOnly(): { readonly on: boolean; readonly set: (on: boolean) => void } | undefined {
  const sendings = useSendings()
  const [on, setOn] = useState(recall(wifiOnlyName) === 'yes')
  if (isMetered() === undefined) return undefined
  return {
    on,
    set: (next) => {
      remember(wifiOnlyName, next ? 'yes' : 'no')
      setOn(next)
      sendings.setWifiOnly(next)
    },
  }
}

/** Takes what has arrived of a file out of storage as well: she wants it sent no more. */
export async function giveUpSending(sendings: Sendings, clipId: string): Promise<void> {
  await sendings.giveUp(clipId)
  const upload = await request('GET /clips/:clipId/upload', { params: { clipId } }).catch(() => undefined)
  // Where nobody hears it, the server gives it up by itself in time.
  if (upload)
    await request('DELETE /clips/:clipId/upload/:uploadId', {
      params: { clipId, uploadId: upload.id },
    }).catch(() => undefined)
}
