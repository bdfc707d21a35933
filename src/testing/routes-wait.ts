// POST /containers/{id}/wait: the head at once (API 1.30 and later), the exit code when there is one. The head says that
// the wait is armed.

import type { WaitCondition } from './container.ts'
import { goJson } from './go-json.ts'
import { Refusal } from './refusal.ts'
import { type Call, type Route, versionBelow } from './router.ts'
import { whenAborted } from './when.ts'

const CONDITIONS: readonly string[] = ['next-exit', 'removed'] satisfies WaitCondition[]

async function wait({ answer, daemon, params, query, version, signal }: Call): Promise<void> {
  const container = daemon.containers.find(params[0]!)
  const early = !versionBelow(version, '1.30')
  const asked = query.text('condition')
  // Engine 20.10 takes an unknown condition for not-running.
  if (!versionBelow(daemon.options.apiVersion, '1.42') && !['', 'not-running', ...CONDITIONS].includes(asked)) {
    throw new Refusal(400, `invalid condition: ${JSON.stringify(asked)}`)
  }
  const condition = early && CONDITIONS.includes(asked) ? (asked as WaitCondition) : 'not-running'
  const waiter = container.wait(condition)
  answer.set('Content-Type', 'application/json')
  if (early) await answer.begin()
  const gone = whenAborted(signal)
  const code = await Promise.race([waiter.code, gone.promise])
  gone.cancel()
  waiter.cancel()
  const body = code === undefined ? canceled() : done(code, daemon.options.apiVersion)
  if (!early) return answer.json(200, body)
  await answer.chunk(goJson(body))
  await answer.end()
}

function canceled(): object {
  return { Error: { Message: 'context canceled' }, StatusCode: -1 }
}

/** Engines of API 1.42 and later leave out an absent error. */
function done(code: number, apiVersion: string): object {
  return versionBelow(apiVersion, '1.42') ? { Error: null, StatusCode: code } : { StatusCode: code }
}

export const waitRoutes: readonly Route[] = [{ method: 'POST', pattern: '/containers/{name}/wait', handle: wait }]
