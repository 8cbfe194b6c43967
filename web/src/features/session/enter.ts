import type { AnyRouter } from '@tanstack/react-router'

/** Where a person goes once she is signed in. The answering page is a document of its own. */
export async function enter(router: AnyRouter, next: string | undefined): Promise<void> {
  if (next?.startsWith('/answer/')) window.location.assign(next)
  else await router.navigate({ href: next ?? '/', replace: true })
}
