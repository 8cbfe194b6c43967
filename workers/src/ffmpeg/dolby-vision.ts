/** What ffprobe says beside a track (`stream_side_data`), as far as it is of Dolby Vision. */
export interface DolbyVisionData {
  readonly side_data_type?: string | undefined
  readonly dv_profile?: number | undefined
  /** 1 is HDR10 beneath, 2 SDR, 4 hybrid log-gamma, 6 a disc; 0 is nothing that others could show. */
  readonly dv_bl_signal_compatibility_id?: number | undefined
}

/**
 * Whether a track shows its colours to Dolby Vision alone. Phones put it over an ordinary HLG, PQ or SDR picture
 * (profile 8). Profile 5 keeps its colours in a space of its own: read as anything else faces come out green and
 * violet, so such a file is better refused than shown.
 */
export function isDolbyVisionAlone(sideData: readonly DolbyVisionData[] | undefined): boolean {
  const found = sideData?.find(({ side_data_type }) => side_data_type === 'DOVI configuration record')
  return found !== undefined && (found.dv_profile === 5 || found.dv_bl_signal_compatibility_id === 0)
}
