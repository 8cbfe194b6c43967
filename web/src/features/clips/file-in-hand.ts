import type { UploadLimits } from '@cuepoint/contracts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { meQuery } from '../../lib/api/queries.ts'
import type { ClipWords } from '../../lib/sending/kept-files.ts'
import type { Sending } from '../../lib/sending/sending-list.ts'
import { useSendings } from '../../lib/sending/sendings-context.tsx'
import { faultOf, type Picked, readDurationMs } from './pick-check.ts'

type Hold = {
  /** Of the clip that the next picked file is for. */
  readonly clipId: () => string
  /** Given where that clip is still to be made. */
  readonly words?: ClipWords
}

/**
 * The file that she has picked and not sent yet. It is kept on this device the moment it is picked; `held` is what is
 * kept already, also from before a reload.
 */
export function useFileInHand(
  held: Sending | undefined,
  limits: UploadLimits | undefined,
  hold: Hold,
): { readonly picked: Picked | undefined; readonly pick: (picked: Picked) => void } {
  const sendings = useSendings()
  const { data: me } = useQuery(meQuery)
  const [picked, setPicked] = useState<Picked>()
  const inHand = useRef<{ readonly file: File; readonly clipId: string }>(undefined)
  const { clipId: heldId, name, state } = held ?? {}
  const isSafe = state === 'picked'

  useEffect(() => {
    if (heldId === undefined || name === undefined || !isSafe || inHand.current) return
    let left = false
    const bringBack = async (): Promise<void> => {
      const bytes = await sendings.read(heldId)
      if (!bytes || left) return
      const file = new File([bytes], name, { type: bytes.type })
      inHand.current = { file, clipId: heldId }
      setPicked({ file, durationMs: undefined })
      const durationMs = await readDurationMs(file)
      if (durationMs !== undefined && inHand.current?.file === file) setPicked({ file, durationMs })
    }
    void bringBack()
    return () => {
      left = true
    }
  }, [sendings, heldId, name, isSafe])

  const pick = (next: Picked): void => {
    setPicked(next)
    if (!limits || !me) return
    const before = inHand.current
    const letGo = (): void => {
      inHand.current = undefined
      if (before) void sendings.giveUp(before.clipId)
    }
    if (faultOf(next, limits)) return letGo()
    if (before?.file === next.file) return
    const clipId = hold.clipId()
    if (before?.clipId !== clipId) letGo()
    inHand.current = { file: next.file, clipId }
    void sendings.pick(clipId, me.id, next.file, hold.words)
  }
  return { picked, pick }
}
