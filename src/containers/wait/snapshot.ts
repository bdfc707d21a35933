// A container's inspection, read for the fields that waiting needs. Engine facts: a container that the Engine is about to restart has
// the status 'restarting' as soon as its 'die' event is sent; Podman calls a stopped container 'stopped' for a moment.
// A run's log has no mark of its beginning. The run's own start is no good one: Docker 20.10 takes it after the process may have
// written. So a run's log begins in the middle between the last run's end and this one's start.

import { optionalField } from '../../engine/response/shape.ts'

/** A host port that a container's port is published on. */
export interface Published {
  /** `''`, `0.0.0.0` and `::` are all addresses. */
  readonly address: string
  readonly port: number
}

/** What a container is like at one moment. */
export interface Snapshot {
  readonly id: string
  /** The Engine's word, or 'removed'. */
  readonly status: string
  /** Its process runs, and is not paused. */
  readonly running: boolean
  /** It has stopped and the Engine does not restart it, or it was removed. */
  readonly ended: boolean
  /** The exit code of its last run; undefined unless it has ended. */
  readonly exitCode: number | undefined
  readonly health: string | undefined
  readonly hasHealthCheck: boolean
  readonly healthOutput: string | undefined
  readonly healthExitCode: number | undefined
  readonly tty: boolean
  /** Marks its current or last run. */
  readonly run: string
  /** From where to read the log of that run; undefined: from its beginning. */
  readonly logSince: Date | undefined
  readonly hostNetwork: boolean
  /** The ports by `5432/tcp`: published, or empty. */
  readonly ports: ReadonlyMap<string, readonly Published[]>
}

const ENDED = ['exited', 'dead', 'stopped', 'stopping', 'removing', 'removed']
/** Go's zero time begins with this year. */
const NEVER = '0001-'

/** Reads a response of ContainerInspect. @throws FairleadError ERR_RECORD_SYNTAX. */
export function readSnapshot(from: string, value: unknown): Snapshot {
  const text = (way: string) => optionalField(from, value, way, 'string')
  const status = text('State.Status') ?? 'unknown'
  const ended = ENDED.includes(status)
  const health = text('State.Health.Status') || undefined
  const checks = listOf(optionalField(from, value, 'State.Health', 'object')?.Log)
  const last = checks.at(-1) as { Output?: unknown; ExitCode?: unknown } | undefined
  const test = listOf(optionalField(from, value, 'Config.Healthcheck', 'object')?.Test)
  const started = text('State.StartedAt') ?? ''
  const finished = text('State.FinishedAt') ?? ''
  return {
    id: text('Id') ?? '',
    status,
    running: status === 'running',
    ended,
    exitCode: ended ? optionalField(from, value, 'State.ExitCode', 'integer') : undefined,
    health: health === 'none' ? undefined : health,
    hasHealthCheck: (health !== undefined && health !== 'none') || (test.length > 0 && test[0] !== 'NONE'),
    healthOutput: typeof last?.Output === 'string' ? last.Output : undefined,
    healthExitCode: typeof last?.ExitCode === 'number' ? last.ExitCode : undefined,
    tty: optionalField(from, value, 'Config.Tty', 'boolean') ?? false,
    run: started,
    logSince: ended ? undefined : betweenRuns(finished, started),
    hostNetwork: text('HostConfig.NetworkMode') === 'host',
    ports: readPorts(optionalField(from, value, 'NetworkSettings.Ports', 'object') ?? {}),
  }
}

/** The snapshot of a container that no longer exists. */
export function removed(last: Snapshot): Snapshot {
  return { ...last, status: 'removed', running: false, ended: true }
}

/** The middle between two times; undefined if the container has not run before. */
function betweenRuns(finished: string, started: string): Date | undefined {
  if (finished === '' || finished.startsWith(NEVER)) return undefined
  const [from, to] = [Date.parse(finished), Date.parse(started)]
  return to > from ? new Date((from + to) / 2) : undefined
}

function readPorts(ports: Record<string, unknown>): Map<string, Published[]> {
  return new Map(
    Object.entries(ports).map(([name, bindings]) => [
      name,
      listOf(bindings).flatMap((binding) => {
        const { HostIp = '', HostPort } = binding as { HostIp?: unknown; HostPort?: unknown }
        const port = Number(HostPort)
        return port > 0 ? [{ address: String(HostIp), port }] : []
      }),
    ]),
  )
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.filter((item) => item !== null && item !== undefined) : []
}
