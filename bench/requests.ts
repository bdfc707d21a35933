// What a request costs the client: ping, inspect and a list of 100; 1, 16 and 64 at a time; on kept connections and cold.
// Every round runs each client in turn on a fresh process (A B A B …), which goes through all the cells, against one server
// process that writes ready bytes. The floor is a bare socket that counts bytes; of values, one that also parses them.
import { lacking, runPython } from './external.ts'
import { runnable } from './node-only.ts'
import { common, names, optionsOf, positive } from './options.ts'
import { nextMessage, runMain, start } from './processes.ts'
import { closeResult } from './report.ts'
import { allCells, type Cell, type Measured, nameOf, type Task } from './requests/cells.ts'
import { clients } from './requests/clients.ts'
import { measureCurl } from './requests/curl.ts'
import { lookAgain, openResult, type RatioPlan, type Result, ratioBesideFloor, spread } from './result.ts'
import { serve } from './serve.ts'

const FLOOR = 'floor'
const PARSING = 'floor + JSON.parse'
const { can, skipped } = runnable(Object.keys(clients))
const all = [...can, 'docker-py', 'curl']
const quickClients = [FLOOR, PARSING, 'fairlead', 'undici request', 'dockerode']
const quickCells = allCells().filter(({ operation, at, cold }) => !cold && at < 64 && operation !== 'inspect')

const usage = `Client CPU and wall time of a request.
  --clients <a,b>      of ${all.join(', ')}
  --cells <a;b>        such as 'ping, 16 at a time;list of 100, one at a time, cold'
  --seconds <s>        approximate CPU seconds of one measured cell (default 0.6)`

/** A process that takes longer (ms) hangs. */
const CHILD_LIMIT = 240_000

const one = 'ping, one at a time'
const sixteen = 'ping, 16 at a time'
const goals: RatioPlan[] = [
  { measurement: sixteen, of: 'undici request', to: 'fairlead', goal: { op: '>=', value: 3 } },
  { measurement: sixteen, of: 'dockerode', to: 'fairlead', goal: { op: '>=', value: 10 } },
  { measurement: sixteen, of: 'fairlead', to: FLOOR, goal: { op: '<=', value: 2 } },
  { measurement: one, of: 'undici request', to: 'fairlead', goal: { op: '>=', value: 2.5 } },
  { measurement: one, of: 'fairlead', to: FLOOR, goal: { op: '<=', value: 2 } },
  { measurement: sixteen, of: 'undici 8 request', to: 'fairlead', goal: { op: '>=', value: 3 } },
  { measurement: 'list of 100, one at a time', of: 'undici 8 request', to: 'fairlead', goal: { op: '>=', value: 1.3 } },
  { measurement: 'list of 100, one at a time', of: 'fairlead', to: PARSING, goal: { op: '<=', value: 1.15 } },
  { measurement: 'list of 100, 16 at a time', of: 'fairlead', to: PARSING, goal: { op: '<=', value: 1.15 } },
]

/** The rounds of a cell and a client. */
type Rounds = Map<string, Measured[]>
const key = (cell: string, client: string) => `${cell}|${client}`

async function measure(client: string, task: Omit<Task, 'client'>): Promise<Measured[]> {
  const { socketPath, seconds } = task
  const cells = client === 'node-sdk' ? task.cells.filter(({ cold }) => !cold) : task.cells
  if (client === 'curl') return measureCurl(socketPath, cells, seconds)
  if (client === 'docker-py') {
    const named = cells.map((cell) => ({ ...cell, name: nameOf(cell) }))
    return runPython('requests/docker-py.py', [JSON.stringify({ ...task, cells: named })])
  }
  const child = start('requests/child.js', [JSON.stringify({ ...task, client, cells })])
  return nextMessage<Measured[]>(child, CHILD_LIMIT)
}

async function runRounds(who: string[], task: Omit<Task, 'client'>, rounds: number, result: Result): Promise<Rounds> {
  const measured: Rounds = new Map()
  const failed = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    await lookAgain(result)
    for (const client of who) {
      if (failed.has(client)) continue
      try {
        for (const one of await measure(client, task)) {
          const its = measured.get(key(one.cell, client)) ?? []
          measured.set(key(one.cell, client), [...its, one])
        }
      } catch (error) {
        failed.add(client)
        result.failures.push(`${client}: ${(error as Error).message}`)
      }
    }
  }
  return measured
}

function fill(result: Result, cells: Cell[], who: string[], measured: Rounds): void {
  const cpu = (cell: string, client: string) => measured.get(key(cell, client))?.map((one) => one.cpu)
  for (const cold of [false, true]) {
    const rows = cells
      .filter((cell) => cell.cold === cold)
      .flatMap((cell) =>
        who.flatMap((client) => {
          const its = measured.get(key(nameOf(cell), client))
          if (its === undefined) return []
          const wall = spread(its.map((one) => one.wall))
          const rssPeak = Math.max(...its.map((one) => one.peak))
          return [{ measurement: nameOf(cell), client, cpu: spread(its.map((one) => one.cpu)), wall, rssPeak }]
        }),
      )
    const name = cold ? 'requests, each on a connection of its own' : 'requests on kept connections'
    result.tables.push({ name, unit: 'µs per request', better: 'lower', rows })
  }
  for (const cell of cells.map(nameOf)) {
    const goalsHere = goals.filter(({ measurement }) => measurement === cell)
    const others = who
      .filter((client) => client !== 'fairlead')
      .map((client): RatioPlan => {
        const isFloor = client === FLOOR || client === PARSING
        return { measurement: cell, of: isFloor ? 'fairlead' : client, to: isFloor ? client : 'fairlead' }
      })
      .filter(({ of, to }) => !goalsHere.some((goal) => goal.of === of && goal.to === to))
    for (const plan of [...goalsHere, ...others]) {
      const ratio = ratioBesideFloor(plan, cpu(cell, plan.of), cpu(cell, plan.to), cpu(cell, FLOOR))
      if (ratio !== undefined) result.ratios.push(ratio)
    }
  }
}

async function main(): Promise<void> {
  const own = {
    ...common,
    clients: { type: 'string' },
    cells: { type: 'string' },
    seconds: { type: 'string' },
  } as const
  const values = optionsOf(usage, own)
  const { quick } = values
  const result = await openResult('requests', quick)
  const rounds = Math.ceil(positive('rounds', values.rounds, quick ? 1 : 5))
  const seconds = positive('seconds', values.seconds, quick ? 0.05 : 0.6)
  const chosen = values.cells?.split(';').map((name) => name.trim())
  const cells = (quick && !chosen ? quickCells : allCells()).filter((cell) => !chosen || chosen.includes(nameOf(cell)))
  if (cells.length === 0) throw new Error(`no such cell; they are ${allCells().map(nameOf).join('; ')}`)
  const who = names(values.clients, all, quick ? quickClients : all).filter((client) => {
    const why = client === 'curl' || client === 'docker-py' ? lacking(client) : undefined
    if (why !== undefined) result.skipped.push(`${client}: ${why}`)
    return why === undefined
  })
  result.skipped.push(...skipped)
  if (who.includes('node-sdk')) result.skipped.push('node-sdk, cold: it has no option to close connections')
  const server = await serve('requests/server.js')
  try {
    fill(result, cells, who, await runRounds(who, { socketPath: server.socketPath, cells, seconds }, rounds, result))
  } finally {
    await server.stop()
  }
  result.notes.push('curl and the floor parse nothing; docker-py runs concurrent requests in threads under one lock')
  closeResult(result, values.json)
}

await runMain(main)
