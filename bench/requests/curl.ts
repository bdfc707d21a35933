// curl in the requests part: one process that fetches the same URL many times, on kept connections or, cold, on one each.
// It parses nothing. What starting it costs is measured with one URL and taken off.
import { type Cost, runProgram } from '../external.ts'
import { targets } from './answers.ts'
import { type Cell, type Measured, nameOf } from './cells.ts'

/** Requests in the run that shows the speed. */
const FIRST = 200
/** No run has more: curl keeps a record of each URL. */
const MOST = 20_000

function run(socketPath: string, { operation, at, cold }: Cell, count: number): Promise<Cost> {
  const target = operation === 'ping' ? targets.ping : `/v1.51${targets[operation]}`
  const numbered = `http://docker${target}${target.includes('?') ? '&' : '?'}n=[1-${count}]`
  const many = at === 1 ? [] : ['--parallel', '--parallel-immediate', '--parallel-max', String(at)]
  const fields = cold ? ['--header', 'Connection: close'] : []
  return runProgram([
    'curl',
    '--silent',
    '--fail',
    '--unix-socket',
    socketPath,
    ...many,
    ...fields,
    '--output',
    '/dev/null',
    numbered,
  ])
}

export async function measureCurl(socketPath: string, cells: readonly Cell[], seconds: number): Promise<Measured[]> {
  const all: Measured[] = []
  for (const cell of cells) {
    const empty = await run(socketPath, cell, 1)
    const first = await run(socketPath, cell, FIRST)
    const each = Math.max(1, first.cpu - empty.cpu) / FIRST
    const count = Math.min(MOST, Math.max(FIRST, Math.round((seconds * 1e6) / each)))
    const { cpu, wall, peak } = await run(socketPath, cell, count)
    all.push({
      cell: nameOf(cell),
      cpu: (cpu - empty.cpu) / count,
      wall: (wall - empty.wall) / count,
      peak,
      count,
    })
  }
  return all
}
