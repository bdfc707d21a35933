// The rounds of log streams: each runs every client in turn on a fresh process (A B A B …), against one server process, and with a
// process that takes what a client writes to a socket.
import { progress } from '../processes.ts'
import { lookAgain, type Result } from '../result.ts'
import { serve, serveLogs } from '../serve.ts'
import type { Task } from './child.ts'
import type { Series } from './figures.ts'
import type { Pair } from './plan.ts'

interface Plan {
  result: Result
  pairs: readonly Pair[]
  rounds: number
  task: Omit<Task, 'client' | 'workload' | 'socketPath' | 'sink'>
}

/** Runs every pair once per round. A client that failed is not repeated, and is reported as a failure. */
export async function runRounds({ result, pairs, rounds, task }: Plan): Promise<Series[]> {
  const all = pairs.map(({ workload, who }): Series => ({ workload, client: who.name, rounds: [] }))
  const failed = new Set<Series>()
  const server = await serveLogs()
  const sink = await serve('log-stream/sink.js')
  const sockets = { socketPath: server.socketPath, sink: sink.socketPath }
  try {
    for (let round = 1; round <= rounds; round++) {
      await lookAgain(result)
      for (const [i, series] of all.entries()) {
        if (failed.has(series)) continue
        const { client, workload } = series
        progress(`round ${round} of ${rounds}: ${workload} ${client}`)
        try {
          series.rounds.push(await pairs[i]!.who.measure({ workload, ...sockets, ...task }))
        } catch (error) {
          failed.add(series)
          result.failures.push(`${workload} ${client}: ${(error as Error).message}`)
        }
      }
    }
  } finally {
    await Promise.all([server.stop(), sink.stop()])
  }
  progress('')
  return all.filter((series) => !failed.has(series))
}
