// Containers without their streams: list, create, inspect, start, stop, kill, pause, resize, delete (moby
// api/server/router/container). Requests are checked in the order of Engine 20.10.

import { Filters } from '../base/filters.ts'
import { HttpError } from '../base/http-error.ts'
import { parseSignal } from '../base/signals.ts'
import { type Container, STOP_SECONDS } from '../daemon/container.ts'
import { checkCreate } from '../daemon/container-config.ts'
import { inspect, summarize } from '../daemon/describe.ts'
import { readJson } from '../http/read-json.ts'
import { terminalSize } from '../http/request.ts'
import type { Route, RouteContext } from './router.ts'
import { versionBelow } from './router.ts'

/** The filters of a list (moby daemon/list.go acceptedPsFilterTags). */
const FILTERS =
  'ancestor before exited id isolation label name status health since volume network is-task publish expose'.split(' ')
/** The values of the filter `status`. */
const STATES = ['paused', 'restarting', 'removing', 'running', 'dead', 'created', 'exited']

function list({ response, daemon, query }: RouteContext): Promise<void> | undefined {
  const filters = new Filters(query.text('filters'), FILTERS)
  for (const status of filters.get('status')) {
    if (!STATES.includes(status)) throw new HttpError(400, `Invalid filter 'status=${status}'`)
  }
  for (const code of filters.get('exited')) {
    if (!/^[+-]?\d+$/.test(code))
      throw new HttpError(500, `strconv.Atoi: parsing ${JSON.stringify(code)}: invalid syntax`)
  }
  const limit = query.integer('limit') ?? 0
  const all = query.flag('all') || limit > 0 || filters.has('status')
  const { all: known } = daemon.containers
  const candidates = known.filter((container) => all || container.running)
  const found = between(known, candidates, filters).filter((container) => listed(container, filters))
  const shown = limit > 0 ? found.slice(0, limit) : found
  return response.json(
    200,
    shown.map((container) => summarize(container, query.flag('size'))),
  )
}

/** The containers created before one container and after another. The Engine searches its list for both, so one that is not listed has no effect. */
function between(
  known: readonly Container[],
  candidates: readonly Container[],
  filters: Filters,
): readonly Container[] {
  const place = (name: 'before' | 'since'): number | undefined => {
    const [wanted] = filters.get(name)
    if (wanted === undefined) return undefined
    const found = known.find((container) => container.id === wanted || container.name === wanted.replace(/^\//, ''))
    if (!found) throw new HttpError(500, `no such container ${wanted}`)
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
    filters.exact('health', container.health?.status ?? 'none') &&
    (!filters.has('exited') || (state === 'exited' && filters.exact('exited', String(exitCode))))
  )
}

async function create({ request, response, daemon, query }: RouteContext): Promise<void> {
  const fields = checkCreate(await readJson(request))
  const { id } = daemon.create(query.text('name'), fields)
  await response.json(201, { Id: id, Warnings: [] })
}

async function start({ request, response, daemon, params, version }: RouteContext): Promise<void> {
  const { length } = request.body
  // A chunked body counts as non-empty even if it is empty. Up to seven bytes (`null`, `{}`) are accepted.
  if ((length === -1 || length > 7) && !versionBelow(version, '1.24')) {
    const message = 'starting container with non-empty request body was deprecated since API v1.22 and removed in v1.24'
    throw new HttpError(400, message)
  }
  const container = daemon.containers.find(params[0]!)
  if (!container.running) await container.ports.open()
  await response.empty(container.start() ? 204 : 304)
}

async function stop({ response, daemon, params, query }: RouteContext): Promise<void> {
  const seconds = query.integer('t')
  const container = daemon.containers.find(params[0]!)
  const { StopSignal, StopTimeout } = container.config
  if (container.running) {
    await container.stop(parseSignal(StopSignal || 'SIGTERM', params[0]!), seconds ?? StopTimeout ?? STOP_SECONDS)
    await response.empty(204)
  } else await response.empty(304)
}

function kill({ response, daemon, params, query }: RouteContext): Promise<void> | undefined {
  const name = params[0]!
  const text = query.text('signal')
  // The Engine checks a signal's name first, then the container, and a signal's number last.
  const signal = text === '' ? undefined : () => parseSignal(text, name)
  if (!/^\d+$/.test(text)) signal?.()
  let container: Container
  try {
    container = daemon.containers.find(name)
  } catch (error) {
    if (error instanceof HttpError)
      throw new HttpError(error.status, `Cannot kill container: ${name}: ${error.message}`)
    throw error
  }
  container.kill(signal?.() ?? parseSignal('KILL', name), name)
  return response.empty(204)
}

function remove({ response, daemon, params, query }: RouteContext): Promise<void> | undefined {
  daemon.containers.find(params[0]!).remove(query.flag('force'))
  return response.empty(204)
}

function pause({ response, daemon, params }: RouteContext): Promise<void> | undefined {
  daemon.containers.find(params[0]!).pause(true)
  return response.empty(204)
}

function unpause({ response, daemon, params }: RouteContext): Promise<void> | undefined {
  daemon.containers.find(params[0]!).pause(false)
  return response.empty(204)
}

function resize({ response, daemon, params, query }: RouteContext): Promise<void> | undefined {
  const size = terminalSize(query)
  daemon.containers.find(params[0]!).resize(size)
  return response.empty(200)
}

/** The routes of containers without their streams. */
export const containerRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/containers/json', handle: list },
  { method: 'POST', pattern: '/containers/create', handle: create },
  {
    method: 'GET',
    pattern: '/containers/{name}/json',
    handle: ({ response, daemon, params }) => {
      const container = daemon.containers.find(params[0]!)
      return response.json(200, inspect(container, daemon.execs.running(container)))
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
