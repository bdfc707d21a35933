// POST /containers/{id}/exec, POST /exec/{id}/start and /resize, GET /exec/{id}/json (moby daemon/exec.go). Once an
// attached start is hijacked, everything is told in the stream: even a missing binary.

import { frame, frameKinds } from '../stream/mux.ts'
import { notRunning } from './container.ts'
import { copyStreams } from './copy-streams.ts'
import { DEFAULT_DETACH_KEYS, parseDetachKeys } from './detach-keys.ts'
import { type Exec, type ExecConfig, execPaused } from './execs.ts'
import { hijack } from './hijack.ts'
import type { TerminalSize } from './program.ts'
import { readJson } from './read-json.ts'
import { Refusal } from './refusal.ts'
import { terminalSize } from './request.ts'
import { type Call, type Route, versionBelow } from './router.ts'

/** How long a resize waits for its exec to start (moby daemon/resize.go), in milliseconds. */
export const RESIZE_WAIT_MS = 10_000

const NO_SIZE: TerminalSize = { rows: 0, columns: 0 }

async function create({ request, answer, daemon, params }: Call): Promise<void> {
  const body = (await readJson(request)) as Readonly<Record<string, unknown>> | null
  const config = readConfig(body ?? {})
  const container = daemon.containers.find(params[0]!)
  if (!container.running) throw notRunning(container)
  if (container.paused) throw execPaused(container)
  const { id } = daemon.execs.create(container, config)
  await answer.json(201, { Id: id })
}

function readConfig(body: Readonly<Record<string, unknown>>): ExecConfig {
  const cmd = typeof body.Cmd === 'string' ? [body.Cmd] : body.Cmd
  if (!Array.isArray(cmd) || cmd.length === 0) throw new Refusal(400, 'No exec command specified')
  const asked = String(body.DetachKeys ?? '')
  const keys = parseDetachKeys(asked)
  if (!keys) throw new Refusal(500, `Invalid escape keys (${asked}) provided`)
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

/** `[height, width]`, from API 1.42 on. */
function consoleSize({ ConsoleSize }: Readonly<Record<string, unknown>>): TerminalSize | undefined {
  if (!Array.isArray(ConsoleSize) || ConsoleSize.length !== 2) return undefined
  return { rows: Number(ConsoleSize[0]), columns: Number(ConsoleSize[1]) }
}

async function start(call: Call): Promise<void> {
  const { request, answer, daemon, params, version } = call
  const body = ((await readJson(request)) ?? {}) as Readonly<Record<string, unknown>>
  const exec = daemon.execs.findActive(params[0]!)
  const size = consoleSize(body)
  if (body.Detach === true) {
    exec.claim()
    exec.stdio.stdin.end()
    daemon.execs.start(exec, size)
    await answer.empty(200)
    return
  }
  const framed = body.Tty !== true
  const line = await hijack(answer, { framed, typed: !versionBelow(version, '1.42'), keepFields: true })
  const { stdin, stdout, stderr, tty, keys } = exec.config
  try {
    exec.claim()
    const run = () => daemon.execs.start(exec, size)
    const copying = { stdin, stdout, stderr, framed, tty, keys, closeStdin: true, processEnd: exec.ended }
    const detached = await copyStreams(line, exec.stdio, { ...copying, before: async () => run() })
    if (detached) exec.container.publish('exec_detach', { execID: exec.id })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const words = Buffer.from(`${error.message}\r\n`)
    await line.write(framed ? frame(frameKinds.stdout, words) : words)
  }
  await line.end()
}

async function resize({ answer, daemon, params, query, signal }: Call): Promise<void> {
  const size = terminalSize(query)
  const exec = daemon.execs.findActive(params[0]!)
  if (!(await startedInTime(exec, signal))) throw new Refusal(500, 'timeout waiting for exec session ready')
  exec.resize(size)
  await answer.empty(200)
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

function inspect({ answer, daemon, params }: Call): Promise<void> | undefined {
  const { id, container, config, running, exitCode, pid } = daemon.execs.find(params[0]!)
  const [entrypoint = '', ...args] = config.cmd
  return answer.json(200, {
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

export const execRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/containers/{name}/exec', handle: create },
  { method: 'POST', pattern: '/exec/{id}/start', handle: start },
  { method: 'POST', pattern: '/exec/{id}/resize', handle: resize },
  { method: 'GET', pattern: '/exec/{id}/json', handle: inspect },
]
