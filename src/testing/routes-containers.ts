// Containers but for their streams: list, create, inspect, start, stop, kill, pause, resize, delete (moby
// api/server/router/container). What is refused, and in which order, is as in Engine 20.10.

import { type Container, STOP_SECONDS } from './container.ts'
import { checkCreate } from './container-config.ts'
import { inspect, summarize } from './describe.ts'
import { Filters } from './filters.ts'
import { readJson } from './read-json.ts'
import { Refusal } from './refusal.ts'
import { terminalSize } from './request.ts'
import type { Call, Route } from './router.ts'
import { versionBelow } from './router.ts'
import { parseSignal } from './signals.ts'

/** moby daemon/list.go acceptedPsFilterTags, and the states it knows. */
const FILTERS =
  'ancestor before exited id isolation label name status health since volume network is-task publish expose'.split(' ')
const STATES = ['paused', 'restarting', 'removing', 'running', 'dead', 'created', 'exited']

function list({ answer, daemon, query }: Call): Promise<void> | undefined {
  const filters = new Filters(query.text('filters'), FILTERS)
  for (const status of filters.get('status')) {
    if (!STATES.includes(status)) throw new Refusal(400, `Invalid filter 'status=${status}'`)
  }
  for (const code of filters.get('exited')) {
    if (!/^[+-]?\d+$/.test(code))
      throw new Refusal(500, `strconv.Atoi: parsing ${JSON.stringify(code)}: invalid syntax`)
  }
  const limit = query.integer('limit') ?? 0
  const all = query.flag('all') || limit > 0 || filters.has('status')
  const { all: known } = daemon.containers
  const candidates = known.filter((container) => all || container.running)
  const found = between(known, candidates, filters).filter((container) => listed(container, filters))
  const shown = limit > 0 ? found.slice(0, limit) : found
  return answer.json(
    200,
    shown.map((container) => summarize(container, query.flag('size'))),
  )
}

/** What was made before the one container and after the other; the Engine walks its list, so an end that is not in it is never met. */
function between(
  known: readonly Container[],
  candidates: readonly Container[],
  filters: Filters,
): readonly Container[] {
  const place = (name: 'before' | 'since'): number | undefined => {
    const [wanted] = filters.get(name)
    if (wanted === undefined) return undefined
    const found = known.find((container) => container.id === wanted || container.name === wanted.replace(/^\//, ''))
    if (!found) throw new Refusal(500, `no such container ${wanted}`)
    const index = candidates.indexOf(found)
    return index === -1 ? candidates.length : index
  }
  return candidates.slice((place('before') ?? -1) + 1, place('since'))
}

function listed(container: Container, filters: Filters): boolean {
  const { id, name, image, config, state, paused, exitCode } = container
  return (
    filters.pattern('id', id) &&
    filters.pattern('name', name, `/${name}`) &&
    filters.labels('label', config.Labels) &&
    filters.exact('status', paused ? 'paused' : state) &&
    filters.exact('ancestor', config.Image, image.tag, image.tag.replace(/:latest$/, ''), image.id) &&
    filters.exact('network', container.network, container.networkId) &&
    (!filters.has('exited') || (state === 'exited' && filters.exact('exited', String(exitCode))))
  )
}

async function create({ request, answer, daemon, query }: Call): Promise<void> {
  const fields = checkCreate(await readJson(request))
  const { id } = daemon.create(query.text('name'), fields)
  await answer.json(201, { Id: id, Warnings: [] })
}

function start({ request, answer, daemon, params, version }: Call): Promise<void> | undefined {
  const { length } = request.body
  // A chunked body counts as one even when it is empty; up to seven bytes (`null`, `{}`) pass.
  if ((length === -1 || length > 7) && !versionBelow(version, '1.24')) {
    const message = 'starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24'
    throw new Refusal(400, message)
  }
  return answer.empty(daemon.containers.find(params[0]!).start() ? 204 : 304)
}

async function stop({ answer, daemon, params, query }: Call): Promise<void> {
  const seconds = query.integer('t')
  const container = daemon.containers.find(params[0]!)
  const { StopSignal, StopTimeout } = container.config
  if (container.running) {
    await container.stop(parseSignal(StopSignal || 'SIGTERM', params[0]!), seconds ?? StopTimeout ?? STOP_SECONDS)
    await answer.empty(204)
  } else await answer.empty(304)
}

function kill({ answer, daemon, params, query }: Call): Promise<void> | undefined {
  const name = params[0]!
  const text = query.text('signal')
  // The Engine reads the name first, looks for the container, and only then minds the number.
  const signal = text === '' ? undefined : () => parseSignal(text, name)
  if (!/^\d+$/.test(text)) signal?.()
  let container: Container
  try {
    container = daemon.containers.find(name)
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.status, `Cannot kill container: ${name}: ${error.message}`)
    throw error
  }
  container.kill(signal?.() ?? parseSignal('KILL', name), name)
  return answer.empty(204)
}

function remove({ answer, daemon, params, query }: Call): Promise<void> | undefined {
  daemon.containers.find(params[0]!).remove(query.flag('force'))
  return answer.empty(204)
}

function pause({ answer, daemon, params }: Call): Promise<void> | undefined {
  daemon.containers.find(params[0]!).pause(true)
  return answer.empty(204)
}

function unpause({ answer, daemon, params }: Call): Promise<void> | undefined {
  daemon.containers.find(params[0]!).pause(false)
  return answer.empty(204)
}

function resize({ answer, daemon, params, query }: Call): Promise<void> | undefined {
  const size = terminalSize(query)
  daemon.containers.find(params[0]!).resize(size)
  return answer.empty(200)
}

export const containerRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/containers/json', handle: list },
  { method: 'POST', pattern: '/containers/create', handle: create },
  {
    method: 'GET',
    pattern: '/containers/{name}/json',
    handle: ({ answer, daemon, params }) => {
      const container = daemon.containers.find(params[0]!)
      return answer.json(200, inspect(container, daemon.execs.running(container)))
    },
  },
  { method: 'POST', pattern: '/containers/{name}/start', handle: start },
  { method: 'POST', pattern: '/containers/{name}/stop', handle: stop },
  { method: 'POST', pattern: '/containers/{name}/kill', handle: kill },
  { method: 'POST', pattern: '/containers/{name}/pause', handle: pause },
  { method: 'POST', pattern: '/containers/{name}/unpause', handle: unpause },
  { method: 'POST', pattern: '/containers/{name}/resize', handle: resize },
  { method: 'DELETE', pattern: '/containers/{name}', handle: remove },
]
