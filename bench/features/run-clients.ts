// One client in one scenario: the server is started, the client's process asked, and what both saw is judged. A process that
// says nothing more is ended, which is an answer as well.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { environment } from '../processes.ts'
import type { Answer } from '../result.ts'
import { askCli } from './clients/cli.ts'
import { serveScenario } from './engine.ts'
import { type Ask, type Saw, type Scenario, seen, type Witness } from './scenario.ts'

export const clients = ['fairlead', 'dockerode', 'node-sdk', 'docker CLI']

/** ms for a job, once the client is loaded, beside what the scenario itself takes. */
const LIMIT = 5000
/** ms for loading, on a busy machine. */
const LOAD_LIMIT = 30_000
/** ms after its limit in which a process must say what it saw. */
const GRACE = 2000
/** ms that a process is watched after its job. */
const LINGER = 300

const child = fileURLToPath(new URL('child.js', import.meta.url))

/** `look` is called while the process still lives, and holds what it holds. */
async function askLibrary(client: string, ask: Ask, limit: number, look: () => void): Promise<Saw> {
  const process = fork(child, [client, JSON.stringify(ask), String(limit)], { env: environment(), stdio: 'ignore' })
  const exited = once(process, 'exit')
  try {
    return await new Promise<Saw>((resolve, reject) => {
      let timer = setTimeout(() => reject(new Error(`${client} did not load`)), LOAD_LIMIT)
      process.on('message', (message: 'ready' | Saw) => {
        clearTimeout(timer)
        if (message !== 'ready') return resolve(message)
        timer = setTimeout(() => resolve(seen()), limit + ask.linger + GRACE)
      })
      process.on('exit', (code, signal) => {
        clearTimeout(timer)
        resolve({ ...seen(), end: 'crashed', words: `the process ended with ${signal ?? `status ${code}`}` })
      })
    })
  } finally {
    look()
    process.kill('SIGKILL')
    await exited
  }
}

const words = (saw: Saw) => {
  if (saw.words !== '') return saw.words
  const values = saw.values.length > 0 ? [JSON.stringify(saw.values)] : []
  const text = (name: 'stdout' | 'stderr') => (saw[name] === '' ? [] : [`${name} ${JSON.stringify(saw[name])}`])
  const all = [...text('stdout'), ...text('stderr'), ...values]
  return all.length === 0 ? (saw.end === 'done' ? 'a success' : 'nothing') : all.join(', ')
}

const SILENT = { none: 'no such thing', 'not shown': 'not shown', crashed: 'crashes', hung: 'hangs' } as const

/** One client's answer to one scenario. */
export async function askClient(scenario: Scenario, client: string): Promise<Answer> {
  const {
    serve,
    tty = false,
    apiVersion = '1.51',
    job,
    id = 'web',
    stdin = '',
    linger = LINGER,
    seconds = 0,
  } = scenario
  const engine = await serveScenario({ serve, tty, apiVersion })
  const limit = LIMIT + seconds * 1000
  try {
    const ask = { job, socketPath: engine.socketPath, id, stdin, linger }
    const witness: Witness = { received: engine.received, stdin: '', open: [] }
    const look = () => {
      witness.received = engine.received.filter(({ path }) => path !== '/_ping')
      witness.stdin = engine.stdin()
      witness.open = witness.received.filter(({ isOpen }) => isOpen()).map(({ path }) => path)
    }
    const saw = await (client === 'docker CLI' ? askCli(ask, limit) : askLibrary(client, ask, limit, look))
    if (client === 'docker CLI') look()
    const judged = scenario.judge(saw, witness, client)
    const observed = judged.saw ?? words(saw)
    if (saw.end === 'none' || saw.end === 'not shown') return { client, verdict: SILENT[saw.end], saw: saw.words }
    if (judged.right) return { client, verdict: 'yes', saw: observed }
    if (saw.end === 'done' || saw.end === 'error') return { client, verdict: 'no', saw: observed }
    return { client, verdict: SILENT[saw.end], saw: observed }
  } finally {
    await engine.stop()
  }
}
