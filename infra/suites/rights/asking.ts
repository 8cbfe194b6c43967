import type { Ids } from './lesson.ts'
import { type Question, uploadedBytes } from './requests.ts'
import type { Stage } from './stage.ts'

export type Answer = { status: number; code: string | undefined; body: string }

const boundary = 'rights-suite-boundary'
const aForm = [
  `--${boundary}`,
  'content-disposition: form-data; name="file"; filename="lesson.mp4"',
  'content-type: video/mp4',
  '',
  uploadedBytes,
  `--${boundary}--`,
  '',
].join('\r\n')

const files = {
  form: { body: aForm, type: `multipart/form-data; boundary=${boundary}` },
  bytes: { body: uploadedBytes, type: 'application/octet-stream' },
} as const

let caller = 0
/** Each request comes from an address of its own: it is rights that are asked about, not patience. */
const nextAddress = () => {
  caller += 1
  return `10.${(caller >> 16) & 255}.${(caller >> 8) & 255}.${caller & 255}`
}

/** The path of a route with its parameters filled in. Throws where there is no id for one. */
export function fillIn(path: string, ids: Ids): string {
  return path.replace(/:(\w+)|\*/g, (parameter, name: string | undefined) => {
    const id = ids[name ?? parameter]
    if (id === undefined) throw new Error(`nothing to put for ${parameter} in ${path}`)
    return id
  })
}

/** Sends one request. The body of an answer that does not end is not waited for. */
export async function ask(
  stage: Stage,
  route: string,
  question: Question,
  ids: Ids,
  cookie: string | undefined,
): Promise<Answer> {
  const [method = '', path = ''] = route.split(' ')
  const body = question.file === undefined ? question.body?.(ids) : files[question.file].body
  const response = await stage.test.app.inject({
    method: method as 'GET',
    url: `${fillIn(path, ids)}${question.query === undefined ? '' : `?${question.query}`}`,
    remoteAddress: nextAddress(),
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(question.file === undefined ? {} : { 'content-type': files[question.file].type }),
    },
    ...(body === undefined ? {} : { payload: body }),
    ...(question.endless ? { payloadAsStream: true as const } : {}),
  })
  const isProblem = String(response.headers['content-type']).startsWith('application/problem+json')
  if (question.endless && !isProblem) {
    response.stream().destroy()
    return { status: response.statusCode, code: undefined, body: '' }
  }
  const text = question.endless ? await read(response.stream()) : response.body
  const code = isProblem ? (JSON.parse(text) as { code: string }).code : undefined
  return { status: response.statusCode, code, body: text }
}

async function read(stream: AsyncIterable<unknown>): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}
