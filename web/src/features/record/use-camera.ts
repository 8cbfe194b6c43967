import { useCallback, useEffect, useState } from 'react'
import { wantedMedia } from '../../lib/recording/recorder.ts'

export type CameraFault = 'refused' | 'none' | 'taken'
export type Facing = 'environment' | 'user'

export type Camera = {
  readonly stream: MediaStream | undefined
  readonly fault: CameraFault | undefined
  readonly facing: Facing
  open(facing?: Facing): Promise<void>
  close(): void
}

const stop = (stream: MediaStream | undefined): void => {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

/** Names as the browser's own: Media Capture and Streams, 10.2. */
function faultOf(error: unknown): CameraFault {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'taken'
}

/** Camera and microphone, asked for when she says so and off as soon as the page is left. */
export function useCamera(): Camera {
  const [stream, setStream] = useState<MediaStream>()
  const [fault, setFault] = useState<CameraFault>()
  const [facing, setFacing] = useState<Facing>('environment')
  useEffect(() => () => stop(stream), [stream])
  const open = useCallback(
    async (next: Facing = 'environment') => {
      // A phone gives its camera to one stream at a time.
      stop(stream)
      setFacing(next)
      try {
        setStream(await navigator.mediaDevices.getUserMedia(wantedMedia(next)))
        setFault(undefined)
      } catch (error) {
        setStream(undefined)
        setFault(faultOf(error))
      }
    },
    [stream],
  )
  const close = useCallback(() => setStream(undefined), [])
  return { stream, fault, facing, open, close }
}
