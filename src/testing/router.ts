// From a request to its handler, in the Engine's order: the path cleaned (301), the route found (404), the version
// checked (400), and then the handler, whose refusal becomes an error answer in JSON or, before API 1.24, in text.

import { posix } from 'node:path'
import type { Answer } from './answer.ts'
import type { Daemon } from './daemon.ts'
import { Refusal } from './refusal.ts'
import { Query, type Request } from './request.ts'

/** A request with all that a handler needs. */
export interface Call {
  readonly request: Request
  readonly answer: Answer
  readonly daemon: Daemon
  /** What stood for the pattern's braces, in order. */
  readonly params: readonly string[]
  readonly query: Query
  /** The API version asked for, without `v`. */
  readonly version: string
  /** Aborted when the client has closed its side: Go cancels the request then. */
  readonly signal: AbortSignal
}

export interface Route {
  readonly method: string
  /** With `{name}` for one or more characters, slashes included. */
  readonly pattern: string
  handle(call: Call): Promise<void> | undefined | void
}

interface Compiled {
  readonly route: Route
  readonly path: RegExp
}

/** Numbers part by part, as the Engine compares versions. */
export function versionBelow(a: string, b: string): boolean {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

/** The path's version prefix, without `v`, and the rest. */
export function splitVersion(path: string): { version: string | undefined; rest: string } {
  const prefixed = /^\/v([0-9.]+)(\/.*)$/.exec(path)
  return prefixed ? { version: prefixed[1]!, rest: prefixed[2]! } : { version: undefined, rest: path }
}

/** gorilla/mux cleanPath: no empty, `.` or `..` segment. */
function cleanPath(path: string): string {
  return posix.normalize(path)
}

export class Router {
  readonly #routes: readonly Compiled[]
  readonly #daemon: Daemon

  constructor(daemon: Daemon, routes: readonly Route[]) {
    this.#daemon = daemon
    this.#routes = routes.map((route) => ({
      route,
      path: new RegExp(`^${route.pattern.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '(.+)')}$`, 's'),
    }))
  }

  async serve(request: Request, answer: Answer, signal: AbortSignal): Promise<void> {
    const clean = cleanPath(request.path)
    if (clean !== request.path) {
      const location = encodeURI(clean) + (request.search && `?${request.search}`)
      await answer.set('Location', location).empty(301)
      return
    }
    const { version: asked, rest } = splitVersion(request.path)
    const found = this.#find(request.method, rest)
    if (!found) {
      await answer.json(404, { message: 'page not found' })
      return
    }
    const { version: engine, apiVersion, minApiVersion } = this.#daemon.options
    const version = asked ?? apiVersion
    answer.set('Api-Version', apiVersion).set('Ostype', 'linux').set('Server', `Docker/${engine} (linux)`)
    try {
      checkVersion(version, apiVersion, minApiVersion)
      answer.set('Docker-Experimental', 'false')
      const query = new Query(request.search)
      const { params, route } = found
      await route.handle({ request, answer, daemon: this.#daemon, params, query, version, signal })
    } catch (error) {
      if (!(error instanceof Refusal) || answer.begun) throw error
      await refuse(answer, error, version)
    }
  }

  #find(method: string, path: string): { route: Route; params: readonly string[] } | undefined {
    for (const { route, path: pattern } of this.#routes) {
      if (route.method !== method) continue
      const match = pattern.exec(path)
      if (match) return { route, params: match.slice(1) }
    }
    return undefined
  }
}

function checkVersion(version: string, most: string, least: string): void {
  if (versionBelow(most, version)) {
    throw new Refusal(400, `client version ${version} is too new. Maximum supported API version is ${most}`)
  }
  if (versionBelow(version, least)) {
    const advice = 'please upgrade your client to a newer version'
    throw new Refusal(400, `client version ${version} is too old. Minimum supported API version is ${least}, ${advice}`)
  }
}

function refuse(answer: Answer, { status, message }: Refusal, version: string): Promise<void> | undefined {
  if (!versionBelow(version, '1.24')) return answer.json(status, { message })
  answer.set('Content-Type', 'text/plain; charset=utf-8').set('X-Content-Type-Options', 'nosniff')
  return answer.text(status, `${message}\n`)
}
