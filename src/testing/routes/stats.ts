// GET /containers/{id}/stats, once or once per second, and GET /containers/{id}/top: invented values with the fields and the
// framing of Engine 20.10.

import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import { goJson } from '../base/go-json.ts'
import { HttpError } from '../base/http-error.ts'
import { whenAborted } from '../base/waits.ts'
import { notRunning } from '../daemon/container.ts'
import { describeSample, emptySample, type Sample, STATS_INTERVAL_MS, sample } from '../daemon/stats.ts'
import type { Route, RouteContext } from './router.ts'

async function stats({ response, daemon, params, query, signal }: RouteContext): Promise<void> {
  const streaming = !query.has('stream') || query.flag('stream')
  const oneShot = query.flag('one-shot')
  if (streaming && oneShot) throw new HttpError(400, 'cannot have stream=true and one-shot=true')
  const container = daemon.containers.find(params[0]!)
  if (!streaming) {
    response.set('Content-Type', 'application/json')
    if (!container.running) return response.json(200, emptySample(container))
    const now = daemon.clock.now()
    // A real Engine waits for a second sample. Here the earlier one is invented instead.
    const before = oneShot ? undefined : sample(container, { ...now, seconds: now.seconds - 1 })
    return response.json(200, describeSample(container, sample(container, now), before))
  }
  let last: Sample | undefined
  const removed = container.wait('removed')
  const aborted = whenAborted(signal)
  let ended = false
  let wake = () => {}
  void Promise.race([removed.code, aborted.promise]).then(() => {
    ended = true
    wake()
  })
  await response.begin()
  while (!ended && !response.closed) {
    const next = container.running ? sample(container, daemon.clock.now()) : undefined
    await response.chunk(goJson(next ? describeSample(container, next, last) : emptySample(container)))
    last = next
    if (ended) break
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, STATS_INTERVAL_MS)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
  removed.cancel()
  aborted.cancel()
  await response.end()
}

const TITLES = ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD']

function top({ response, daemon, params }: RouteContext): Promise<void> | undefined {
  const container = daemon.containers.find(params[0]!)
  if (!container.running) throw notRunning(container)
  const started = new Date(container.startedAt!.seconds * 1000).toISOString().slice(11, 16)
  const row = (pid: number, parent: number, args: readonly string[]) => {
    return ['root', String(pid), String(parent), '0', started, '?', '00:00:00', args.join(' ')]
  }
  const execs = daemon.execs.running(container).map((id) => daemon.execs.find(id))
  const active = execs.filter(({ running }) => running)
  const rows = active.map(({ pid, config }) => row(pid, container.pid, config.cmd))
  return response.json(200, { Processes: [row(container.pid, 1, container.args), ...rows], Titles: TITLES })
}

/** The routes of stats and top. */
export const statsRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/containers/{name}/stats', handle: stats },
  { method: 'GET', pattern: '/containers/{name}/top', handle: top },
]
