import { isJsonObject, type JsonObject, textOf } from '../read-json.ts'

/** One person's requests to the running product, with the cookie that came with her session. */
export class ApiSession {
  readonly #url: string
  #cookie = ''

  constructor(url: string) {
    this.#url = url
  }

  /** The answer's object, empty when there is none. Throws with the status and the problem's code. */
  async send(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: object): Promise<JsonObject> {
    const isForm = body instanceof FormData
    const headers = { cookie: this.#cookie, ...(body && !isForm && { 'content-type': 'application/json' }) }
    const response = await fetch(new URL(`/api${path}`, this.#url), {
      method,
      headers,
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    })
    const [cookie] = response.headers.getSetCookie()
    if (cookie) this.#cookie = cookie.split(';')[0] ?? ''
    const text = await response.text()
    const answer: unknown = text === '' ? {} : JSON.parse(text)
    const object = isJsonObject(answer) ? answer : {}
    if (!response.ok)
      throw new Error(`${method} ${path} was answered with ${response.status} ${textOf(object, 'code')}`)
    return object
  }
}
