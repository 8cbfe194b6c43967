import type { Teacher } from '../../suites/stage/teacher.ts'

/** Opens the home page as a browser would: the document, then its scripts and what it asks the API. Milliseconds. */
export async function openPage(url: string, person: Teacher): Promise<number> {
  const started = performance.now()
  const document = await body(person, '/')
  const scripts = [...document.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, path]) => path ?? '',
  )
  if (scripts.length === 0) throw new Error(`the page at ${url} names no script`)
  const asked = ['/api/session', '/api/home', '/api/notices']
  await Promise.all([...scripts, ...asked].map(async (path) => await body(person, path)))
  return performance.now() - started
}

async function body(person: Teacher, path: string): Promise<string> {
  const answer = await person.get(path)
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`)
  return text
}
