// GET /containers/{id}/stats, one sample or one a second, and GET /containers/{id}/top: made up, in the shape and with
// the framing of Engine 20.10.

import { notRunning } from './container.ts'
import { goJson } from './go-json.ts'
import { Refusal } from './refusal.ts'
import type { Call, Route } from './router.ts'
import { describeSample, emptySample, type Sample, STATS_INTERVAL_MS, sample } from './stats.ts'
import { whenAborted } from './when.ts'

async function stats({ answer, daemon, params, query, signal }: Call): Promise<void> {
  const streaming = !query.has('stream') || query.flag('stream')
  const oneShot = query.flag('one-shot')
  if (streaming && oneShot) throw new Refusal(400, 'cannot have stream=true and one-shot=true')
  const container = daemon.containers.find(params[0]!)
  if (!streaming) {
    answer.set('Content-Type', 'application/json')
    if (!container.running) return answer.json(200, emptySample(container))
    const now = daemon.clock.now()
    // A real one waits for the sample after this; here the one before it is made up too.
    const before = oneShot ? undefined : sample(container, { ...now, seconds: now.seconds - 1 })
    return answer.json(200, describeSample(container, sample(container, now), before))
  }
  let last: Sample | undefined
  const removed = container.wait('removed')
  const gone = whenAborted(signal)
  let over = false
  const end = Promise.race([removed.code, gone.promise]).then(() => {
    over = true
  })
  await answer.begin()
  while (!over && !answer.closed) {
    const next = container.running ? sample(container, daemon.clock.now()) : undefined
    await answer.chunk(goJson(next ? describeSample(container, next, last) : emptySample(container)))
    last = next
    let timer: NodeJS.Timeout | undefined
    const passed = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STATS_INTERVAL_MS)
    })
    await Promise.race([passed, end])
    clearTimeout(timer)
  }
  removed.cancel()
  gone.cancel()
  await answer.end()
}

const TITLES = ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD']

function top({ answer, daemon, params }: Call): Promise<void> | undefined {
  const container = daemon.containers.find(params[0]!)
  if (!container.running) throw notRunning(container)
  const started = new Date(container.startedAt!.seconds * 1000).toISOString().slice(11, 16)
  const row = (pid: number, parent: number, args: readonly string[]) => {
    return ['root', String(pid), String(parent), '0', started, '?', '00:00:00', args.join(' ')]
  }
  const execs = daemon.execs.running(container).map((id) => daemon.execs.find(id))
  const active = execs.filter(({ running }) => running)
  const rows = active.map(({ pid, config }) => row(pid, container.pid, config.cmd))
  return answer.json(200, { Processes: [row(container.pid, 1, container.args), ...rows], Titles: TITLES })
}

export const statsRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/containers/{name}/stats', handle: stats },
  { method: 'GET', pattern: '/containers/{name}/top', handle: top },
]
