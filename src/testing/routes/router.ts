// Routes a request to its handler in the Engine's order: clean the path (301), find the route (404), check the version (400), call
// the handler. An error of the handler becomes an error response in JSON or, before API 1.24, in text.

import { posix } from 'node:path'
import { compareVersions } from '../../engine/api-version/api-version.ts'
import { HttpError } from '../base/http-error.ts'
import type { Daemon } from '../daemon/daemon.ts'
import { Query, type Request } from '../http/request.ts'
import type { ResponseWriter } from '../http/response-writer.ts'

/** A request, its response, and what a handler needs besides. */
export interface RouteContext {
  readonly request: Request
  readonly response: ResponseWriter
  readonly daemon: Daemon
  /** The values of the pattern's placeholders, in order. */
  readonly params: readonly string[]
  readonly query: Query
  /** The requested API version, without `v`. */
  readonly version: string
  /** Aborted when the client closes its side, when Go cancels the request. */
  readonly signal: AbortSignal
}

/** A handler with its method and path. */
export interface Route {
  readonly method: string
  /** The path without version prefix. A `{name}` matches one or more characters, slashes included. */
  readonly pattern: string
  /** Writes the response. Throws a {@link HttpError} for an error response. */
  handle(context: RouteContext): Promise<void> | undefined | void
}

interface Compiled {
  readonly route: Route
  readonly path: RegExp
}

/** Whether version `a` is older than `b`, compared number by number as the Engine does. */
export function versionBelow(a: string, b: string): boolean {
  return compareVersions(a, b) < 0
}

/** Splits a path into its version prefix, without `v`, and the rest. */
export function splitVersion(path: string): { version: string | undefined; rest: string } {
  const prefixed = /^\/v([0-9.]+)(\/.*)$/.exec(path)
  return prefixed ? { version: prefixed[1]!, rest: prefixed[2]! } : { version: undefined, rest: path }
}

/** The path without empty, `.` and `..` segments (gorilla/mux cleanPath). */
function cleanPath(path: string): string {
  return posix.normalize(path)
}

/** Serves the requests of one embedded engine. */
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

  /** Writes the response to a request. */
  async serve(request: Request, response: ResponseWriter, signal: AbortSignal): Promise<void> {
    const clean = cleanPath(request.path)
    if (clean !== request.path) {
      const location = encodeURI(clean) + (request.search && `?${request.search}`)
      await response.set('Location', location).empty(301)
      return
    }
    const { version: requested, rest } = splitVersion(request.path)
    const found = this.#find(request.method, rest)
    if (!found) {
      await response.json(404, { message: 'page not found' })
      return
    }
    const { version: engine, apiVersion, minApiVersion } = this.#daemon.options
    const version = requested ?? apiVersion
    response.set('Api-Version', apiVersion).set('Ostype', 'linux').set('Server', `Docker/${engine} (linux)`)
    try {
      checkVersion(version, apiVersion, minApiVersion)
      response.set('Docker-Experimental', 'false')
      const query = new Query(request.search)
      const { params, route } = found
      await route.handle({ request, response, daemon: this.#daemon, params, query, version, signal })
    } catch (error) {
      if (!(error instanceof HttpError) || response.begun) throw error
      await writeError(response, error, version)
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
    throw new HttpError(400, `client version ${version} is too new. Maximum supported API version is ${most}`)
  }
  if (versionBelow(version, least)) {
    const advice = 'please upgrade your client to a newer version'
    throw new HttpError(
      400,
      `client version ${version} is too old. Minimum supported API version is ${least}, ${advice}`,
    )
  }
}

function writeError(
  response: ResponseWriter,
  { status, message }: HttpError,
  version: string,
): Promise<void> | undefined {
  if (!versionBelow(version, '1.24')) return response.json(status, { message })
  response.set('Content-Type', 'text/plain; charset=utf-8').set('X-Content-Type-Options', 'nosniff')
  return response.text(status, `${message}\n`)
}
