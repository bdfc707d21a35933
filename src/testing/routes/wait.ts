// POST /containers/{id}/wait: sends the head at once (API 1.30 and later), and the exit code when the container ends. After the
// head no exit can be missed.

import { goJson } from '../base/go-json.ts'
import { HttpError } from '../base/http-error.ts'
import { whenAborted } from '../base/waits.ts'
import type { WaitCondition } from '../daemon/container.ts'
import { type Route, type RouteContext, versionBelow } from './router.ts'

const CONDITIONS: readonly string[] = ['next-exit', 'removed'] satisfies WaitCondition[]

async function wait({ response, daemon, params, query, version, signal }: RouteContext): Promise<void> {
  const container = daemon.containers.find(params[0]!)
  const early = !versionBelow(version, '1.30')
  const asked = query.text('condition')
  // Engine 20.10 treats every unknown condition as not-running.
  if (!versionBelow(daemon.options.apiVersion, '1.42') && !['', 'not-running', ...CONDITIONS].includes(asked)) {
    throw new HttpError(400, `invalid condition: ${JSON.stringify(asked)}`)
  }
  const condition = early && CONDITIONS.includes(asked) ? (asked as WaitCondition) : 'not-running'
  const waiter = container.wait(condition)
  response.set('Content-Type', 'application/json')
  if (early) await response.begin()
  const aborted = whenAborted(signal)
  const code = await Promise.race([waiter.code, aborted.promise])
  aborted.cancel()
  waiter.cancel()
  const body = code === undefined ? canceled() : done(code, daemon.options.apiVersion)
  if (!early) return response.json(200, body)
  await response.chunk(goJson(body))
  await response.end()
}

function canceled(): object {
  return { Error: { Message: 'context canceled' }, StatusCode: -1 }
}

/** The body for an exit code. Engines of API 1.42 and later omit an absent error. */
function done(code: number, apiVersion: string): object {
  return versionBelow(apiVersion, '1.42') ? { Error: null, StatusCode: code } : { StatusCode: code }
}

/** The route of wait. */
export const waitRoutes: readonly Route[] = [{ method: 'POST', pattern: '/containers/{name}/wait', handle: wait }]
