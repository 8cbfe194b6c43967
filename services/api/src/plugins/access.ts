import {
  findClipFacts,
  findNoteFacts,
  findProgramFacts,
  findReviewFacts,
  findStepFacts,
  type Tx,
} from '@cuepoint/db'
import { type Action, CuepointError, can, type Facts, isId, type Noun, rules } from '@cuepoint/domain'
import type { FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { ApiDeps } from '../deps.ts'

/**
 * Who may call a route: `'public'`, or whoever may do the action on the object whose id stands in the named field.
 * An action on `self` has no id.
 */
export type RouteAccess =
  | 'public'
  | { readonly action: Action; readonly id?: { readonly from: 'params' | 'body'; readonly field: string } }

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess
  }
  interface FastifyRequest {
    /** Asks once more whether the caller may still do what this route does; for answers that take a while. */
    authorizeAgain(): Promise<void>
  }
  interface FastifyInstance {
    /** Every route this guard stands before. */
    readonly guardedRoutes: readonly { readonly method: string; readonly url: string }[]
  }
}

type FindFacts = (tx: Tx, actorId: string, id: string) => Promise<Facts | undefined>
const findFacts: Readonly<Record<Exclude<Noun, 'self'>, FindFacts>> = {
  program: findProgramFacts,
  clip: findClipFacts,
  review: findReviewFacts,
  note: findNoteFacts,
  step: findStepFacts,
}

/** Why this policy cannot guard this route, or undefined when it can. */
function policyFault(access: RouteAccess | undefined, url: string): string | undefined {
  if (access === undefined) return 'says nothing about who may call it'
  if (access === 'public') return undefined
  const noun = rules[access.action].on
  if (noun === 'self') return access.id ? `${access.action} is about oneself and takes no id` : undefined
  if (!access.id) return `${access.action} needs the id of a ${noun}`
  if (access.id.from === 'params' && !url.split('/').includes(`:${access.id.field}`))
    return `has no :${access.id.field} in its path`
  return undefined
}

async function authorize(request: FastifyRequest, deps: ApiDeps, access: RouteAccess): Promise<void> {
  if (access === 'public' || access.id === undefined || deps.enforcement === 'off') return
  const { action, id: place } = access
  const noun = rules[action].on
  if (noun === 'self') return
  const id = (request[place.from] as Readonly<Record<string, unknown>> | undefined)?.[place.field]
  // What is not an id names nothing.
  if (!isId(id)) throw new CuepointError('not-found')
  const { personId } = request.actor
  const facts = await deps.db.asActor(personId, (tx) => findFacts[noun](tx, personId, id))
  const verdict = facts ? can({ personId }, action, facts) : 'hidden'
  if (verdict === 'hidden') throw new CuepointError('not-found')
  if (verdict === 'denied') throw new CuepointError('not-allowed')
}

/**
 * Asks `can` before a handler runs. A route that does not say who may call it does not register.
 * Ids in the path are judged before a body is read; ids in the body once it has its shape.
 */
export const accessPlugin = fastifyPlugin<{ deps: ApiDeps }>(
  async (app, { deps }) => {
    const guarded: { method: string; url: string }[] = []
    app.decorate('guardedRoutes', guarded)
    app.addHook('onRoute', (route) => {
      const fault = policyFault(route.config?.access, route.url)
      if (fault) throw new Error(`the route ${String(route.method)} ${route.url} ${fault}`)
      for (const method of [route.method].flat()) guarded.push({ method, url: route.url })
    })

    app.decorateRequest('authorizeAgain', async function authorizeAgain(this: FastifyRequest) {
      const { access } = this.routeOptions.config
      if (access !== undefined) await authorize(this, deps, access)
    })

    app.addHook('onRequest', async (request) => {
      const access = request.routeOptions.config.access
      if (access === undefined || access === 'public') return
      if (!request.signedIn) throw new CuepointError('not-signed-in')
      if (access.id?.from === 'params') await authorize(request, deps, access)
    })

    app.addHook('preHandler', async (request) => {
      const access = request.routeOptions.config.access
      if (typeof access === 'object' && access.id?.from === 'body') await authorize(request, deps, access)
    })
  },
  { name: 'access', dependencies: ['problem', 'session'] },
)
