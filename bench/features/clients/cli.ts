// The Go client, as the docker CLI runs it: its own process, its outputs and its status. The CLI takes frames apart with the
// Go client's stdcopy. A program shows neither lines nor what a signal would do.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environment } from '../../processes.ts'
import { type Ask, type Job, type Saw, seen } from '../scenario.ts'
import { auth, config } from './shared.ts'

const commands: Partial<Record<Job, (ask: Ask) => string[]>> = {
  log: ({ id }) => ['logs', '-f', id],
  attach: ({ id }) => ['attach', '--no-stdin', '--sig-proxy=false', id],
  talk: ({ id }) => ['attach', '--sig-proxy=false', id],
  exec: ({ id, stdin }) => ['exec', ...(stdin === '' ? [] : ['-i']), id, 'sort'],
  pull: ({ id }) => ['pull', id],
  events: () => ['events', '--format', '{{json .}}'],
  start: ({ id }) => ['start', id],
  inspect: ({ id }) => ['container', 'inspect', id],
  'list twice': () => ['ps'],
  create: () => ['create', '-e', config.Env[0]!, config.Image],
}
const SILENT: Partial<Record<Job, string>> = {
  lines: 'docker logs gives bytes',
  'abort log': 'a program is left by ending it',
  'abort attach': 'a program is left by ending it',
}

/** What its user would have typed; undefined where it cannot show the job. */
export const commandOf = (ask: Ask) => commands[ask.job]?.(ask)

function configFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
  const { username, password, serveraddress } = auth
  const auths = { [serveraddress]: { auth: Buffer.from(`${username}:${password}`).toString('base64') } }
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths }))
  return folder
}

export async function askCli(ask: Ask, limit: number): Promise<Saw> {
  const saw = seen()
  const command = commandOf(ask)
  if (command === undefined) {
    saw.end = ask.job === 'lines' ? 'none' : 'not shown'
    saw.words = SILENT[ask.job] ?? ''
    return saw
  }
  const folder = configFolder()
  const child = spawn('docker', ['-H', `unix://${ask.socketPath}`, ...command], {
    env: { ...environment(), HOME: folder, DOCKER_CONFIG: folder },
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), limit)
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    saw.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    saw.stderr += text
  })
  child.stdin.on('error', () => {})
  child.stdin.end(ask.stdin)
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null]
  clearTimeout(timer)
  rmSync(folder, { recursive: true, force: true })
  if (signal !== null) return saw
  saw.end = status === 0 ? 'done' : 'error'
  saw.words = status === 0 ? '' : `status ${status}: ${saw.stderr.trim()}`
  if (ask.job === 'events') saw.values = saw.stdout.trim().split('\n').map(nameOf)
  if (ask.job === 'inspect' && status === 0) saw.values = [JSON.parse(saw.stdout)]
  return saw
}

const nameOf = (line: string) => (JSON.parse(line) as { Actor: { Attributes: { name: string } } }).Actor.Attributes.name
