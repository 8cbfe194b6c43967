import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

const Text = Type.Optional(Type.String())
const Stream = Type.Object({
  index: Type.Integer(),
  codec_type: Text,
  codec_name: Text,
  profile: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
  level: Type.Optional(Type.Integer()),
  pix_fmt: Text,
  width: Type.Optional(Type.Integer()),
  height: Type.Optional(Type.Integer()),
  sample_aspect_ratio: Text,
  field_order: Text,
  color_range: Text,
  color_space: Text,
  color_transfer: Text,
  color_primaries: Text,
  channels: Type.Optional(Type.Integer()),
  nb_frames: Text,
  duration: Text,
  disposition: Type.Optional(
    Type.Object({ attached_pic: Type.Optional(Type.Integer()), default: Type.Optional(Type.Integer()) }),
  ),
  side_data_list: Type.Optional(
    Type.Array(
      Type.Object({
        side_data_type: Text,
        displaymatrix: Text,
        dv_profile: Type.Optional(Type.Integer()),
        dv_bl_signal_compatibility_id: Type.Optional(Type.Integer()),
      }),
    ),
  ),
})
export type Stream = Static<typeof Stream>
const Description = Compile(
  Type.Object({
    streams: Type.Array(Stream),
    format: Type.Object({ format_name: Text, size: Text, nb_streams: Type.Integer() }),
  }),
)
/** What ffprobe says that a file says about itself: nobody has checked any of it. */
export type Description = Static<ReturnType<typeof Description.Type>>

/** As ffprobe's `-show_entries` takes it. */
export const descriptionEntries = [
  'format=format_name,size,nb_streams',
  'stream=index,codec_type,codec_name,profile,level,pix_fmt,width,height,sample_aspect_ratio,field_order,color_range,color_space,color_transfer,color_primaries,channels,nb_frames,duration',
  'stream_disposition=attached_pic,default',
  'stream_side_data=side_data_type,displaymatrix,dv_profile,dv_bl_signal_compatibility_id',
].join(':')

/** Undefined for what ffprobe writes about a file that it cannot read. */
export function parseDescription(json: string): Description | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return Description.Check(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A picture that moves; a cover is none. */
export const isPicture = (stream: Stream): boolean =>
  stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1

/** Other containers wrap each packet, and tell where the wrapping begins. */
export const isTabled = ({ format }: Pick<Description, 'format'>): boolean =>
  format.format_name?.startsWith('mov') === true
