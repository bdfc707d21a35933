// POST /containers/{id}/exec, POST /exec/{id}/start and /resize, GET /exec/{id}/json (moby daemon/exec.go). After an attached start
// has hijacked the connection, errors are written into the stream, also that of a missing binary.

import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import { frame, frameKinds } from '../../stream/parse/mux.ts'
import { DEFAULT_DETACH_KEYS, parseDetachKeys } from '../base/detach-keys.ts'
import { HttpError } from '../base/http-error.ts'
import type { TerminalSize } from '../base/program.ts'
import { notRunning } from '../daemon/container.ts'
import { type Exec, type ExecOptions, execPaused } from '../daemon/execs.ts'
import { hijack } from '../http/hijack.ts'
import { readJson } from '../http/read-json.ts'
import { terminalSize } from '../http/request.ts'
import { copyStreams } from './copy-streams.ts'
import { type Route, type RouteContext, versionBelow } from './router.ts'

/** How long a resize waits for its exec to start (moby daemon/resize.go), in milliseconds. */
export const RESIZE_WAIT_MS = 10_000

const NO_SIZE: TerminalSize = { rows: 0, columns: 0 }

async function create({ request, response, daemon, params }: RouteContext): Promise<void> {
  const body = (await readJson(request)) as Readonly<Record<string, unknown>> | null
  const config = readConfig(body ?? {})
  const container = daemon.containers.find(params[0]!)
  if (!container.running) throw notRunning(container)
  if (container.paused) throw execPaused(container)
  const { id } = daemon.execs.create(container, config)
  await response.json(201, { Id: id })
}

function readConfig(body: Readonly<Record<string, unknown>>): ExecOptions {
  const cmd = typeof body.Cmd === 'string' ? [body.Cmd] : body.Cmd
  if (!Array.isArray(cmd) || cmd.length === 0) throw new HttpError(400, 'No exec command specified')
  const asked = String(body.DetachKeys ?? '')
  const keys = parseDetachKeys(asked)
  if (!keys) throw new HttpError(500, `Invalid escape keys (${asked}) provided`)
  return {
    cmd: cmd.map(String),
    env: Array.isArray(body.Env) ? body.Env.map(String) : [],
    stdin: body.AttachStdin === true,
    stdout: body.AttachStdout === true,
    stderr: body.AttachStderr === true,
    tty: body.Tty === true,
    privileged: body.Privileged === true,
    user: String(body.User ?? ''),
    keys,
    size: consoleSize(body) ?? NO_SIZE,
  }
}

/** The terminal's size as `[height, width]`, from API 1.42 on. */
function consoleSize({ ConsoleSize }: Readonly<Record<string, unknown>>): TerminalSize | undefined {
  if (!Array.isArray(ConsoleSize) || ConsoleSize.length !== 2) return undefined
  return { rows: Number(ConsoleSize[0]), columns: Number(ConsoleSize[1]) }
}

async function start(context: RouteContext): Promise<void> {
  const { request, response, daemon, params, version } = context
  const body = ((await readJson(request)) ?? {}) as Readonly<Record<string, unknown>>
  const exec = daemon.execs.findActive(params[0]!)
  const size = consoleSize(body)
  if (body.Detach === true) {
    daemon.execs.claim(exec)
    exec.stdio.stdin.end()
    daemon.execs.start(exec, size)
    await response.empty(200)
    return
  }
  const framed = body.Tty !== true
  const stream = await hijack(response, { framed, typed: !versionBelow(version, '1.42'), keepFields: true })
  const { stdin, stdout, stderr, tty, keys } = exec.config
  try {
    daemon.execs.claim(exec)
    const run = () => daemon.execs.start(exec, size)
    const copying = { stdin, stdout, stderr, framed, tty, keys, closeStdin: true, processEnd: exec.ended }
    const detached = await copyStreams(stream, exec.stdio, { ...copying, before: async () => run() })
    if (detached) exec.container.publish('exec_detach', { execID: exec.id })
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    const message = Buffer.from(`${error.message}\r\n`)
    await stream.write(framed ? frame(frameKinds.stdout, message) : message)
  }
  await stream.end()
}

async function resize({ response, daemon, params, query, signal }: RouteContext): Promise<void> {
  const size = terminalSize(query)
  const exec = daemon.execs.findActive(params[0]!)
  if (!(await startedInTime(exec, signal))) throw new HttpError(500, 'timeout waiting for exec session ready')
  exec.resize(size)
  await response.empty(200)
}

function startedInTime(exec: Exec, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), RESIZE_WAIT_MS)
    const settle = (started: boolean) => {
      clearTimeout(timer)
      resolve(started)
    }
    signal.addEventListener('abort', () => settle(false), { once: true })
    void exec.started.then(() => settle(true))
  })
}

function inspect({ response, daemon, params }: RouteContext): Promise<void> | undefined {
  const { id, container, config, running, exitCode, pid } = daemon.execs.find(params[0]!)
  const [entrypoint = '', ...args] = config.cmd
  return response.json(200, {
    ID: id,
    Running: running,
    ExitCode: exitCode ?? null,
    ProcessConfig: {
      tty: config.tty,
      entrypoint,
      arguments: args,
      privileged: config.privileged,
      ...(config.user && { user: config.user }),
    },
    OpenStdin: config.stdin,
    OpenStderr: config.stderr,
    OpenStdout: config.stdout,
    CanRemove: false,
    ContainerID: container.id,
    DetachKeys: config.keys === DEFAULT_DETACH_KEYS ? '' : Buffer.from(config.keys).toString('base64'),
    Pid: pid,
  })
}

/** The routes of execs. */
export const execRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/containers/{name}/exec', handle: create },
  { method: 'POST', pattern: '/exec/{id}/start', handle: start },
  { method: 'POST', pattern: '/exec/{id}/resize', handle: resize },
  { method: 'GET', pattern: '/exec/{id}/json', handle: inspect },
]
