// A real Engine's streams: a log after the fact and followed, a hijacked attach and exec. Client CPU and wall time, compared with
// dockerode, docker-py, the docker CLI and a bare socket that discards.
// Every round runs each client in turn on a fresh process (A B A B …), on one Engine and its containers for the whole run.
import { type Competitor, competitors } from './engine/competitors.ts'
import { type Stage, setStage } from './engine/containers.ts'
import { type EngineMeasured, LINE, type Way, ways } from './engine/ways.ts'
import { names, optionsOf, positive } from './options.ts'
import { UNPACED } from './pacing.ts'
import { progress, runMain } from './processes.ts'
import { closeResult } from './report.ts'
import { type Goal, lookAgain, openResult, type Ratio, type Result, type Row, ratioOf, spread } from './result.ts'

const usage = `Client CPU and wall time for a real Engine's streams. Needs root and dockerd, or --host.
  --ways <a,b>         of ${Object.keys(ways).join(', ')}
  --clients <a,b>
  --lines <n>          of ${LINE} bytes (default 400000)
  --host <unix://path> an Engine with an image busybox:latest (default: a private one)`

/** An exec's stream is short. One process reads it this often, so that its CPU time varies less. */
const EXEC_TIMES = 4
const MS = 1000
/** A quick run omits these. */
const NOT_QUICK = ['fairlead lines', 'fairlead pipe']

const FLOOR = 'floor'
const PACED = 'floor, paced'
const OURS = 'fairlead onFrame'

/** The most that onFrame may cost of what another costs. */
const goals: { way: Way; by: 'cpu' | 'wall'; to: string; value: number }[] = [
  { way: 'logs', by: 'cpu', to: FLOOR, value: 0.6 },
  { way: 'logs', by: 'cpu', to: 'dockerode', value: 0.38 },
  { way: 'logs', by: 'wall', to: FLOOR, value: 1.15 },
  { way: 'follow', by: 'cpu', to: FLOOR, value: 0.6 },
  // An exec comes in large pieces, which are not paced: the bare socket is most of its cost.
  { way: 'exec', by: 'cpu', to: FLOOR, value: 1.1 },
  { way: 'exec', by: 'wall', to: FLOOR, value: 1.1 },
]

const NOTE =
  'For /logs the daemon is the bottleneck: it decodes its log file and writes each record separately. So wall time ' +
  'hardly differs between clients, and CPU time does.'

interface Series {
  way: Way
  who: Competitor
  rounds: EngineMeasured[]
}

interface Plan {
  result: Result
  stage: Stage
  all: readonly Series[]
  rounds: number
  lines: number
  quick: boolean
}

/** Runs every series once per round. One that failed is not repeated. */
async function runRounds({ result, stage, all, rounds, lines, quick }: Plan): Promise<Series[]> {
  const failed = new Set<Series>()
  for (let round = 1; round <= rounds; round++) {
    await lookAgain(result)
    for (const series of all) {
      if (failed.has(series)) continue
      const { way, who } = series
      progress(`round ${round} of ${rounds}: ${way} ${who.name}`)
      try {
        series.rounds.push(await who.measure(stage, way, lines, way === 'exec' && !quick ? EXEC_TIMES : 1))
      } catch (error) {
        failed.add(series)
        result.failures.push(`${way} ${who.name}: ${(error as Error).message}`)
      }
    }
  }
  progress('')
  return all.filter((series) => !failed.has(series))
}

function rowOf({ way, who, rounds }: Series): Row {
  const frames = rounds[0]!.frames
  return {
    measurement: ways[way],
    client: who.name,
    cpu: spread(rounds.map(({ cpu }) => cpu / MS)),
    wall: spread(rounds.map(({ wall }) => wall / MS)),
    rssPeak: Math.max(...rounds.map(({ peak }) => peak)),
    ...(frames > 0 && { extra: { frames: Math.round(frames) } }),
  }
}

function ratiosOf(all: readonly Series[]): Ratio[] {
  const costs = (way: Way, name: string, by: 'cpu' | 'wall') =>
    all.find((one) => one.way === way && one.who.name === name)?.rounds.map((one) => one[by])
  const ratio = (way: Way, of: string, to: string, by: 'cpu' | 'wall', goal?: Goal) =>
    ratioOf(
      { measurement: ways[way], of, to, by, ...(goal !== undefined && { goal }) },
      costs(way, of, by),
      costs(way, to, by),
    )
  const judged = goals.map(({ way, by, to, value }) => ratio(way, OURS, to, by, { op: '<=', value }))
  const isJudged = (way: Way, to: string) => goals.some((goal) => goal.way === way && goal.to === to)
  const beside = (Object.keys(ways) as Way[]).flatMap((way) => [
    ...[FLOOR, PACED, 'dockerode', UNPACED].filter((to) => !isJudged(way, to)).map((to) => ratio(way, OURS, to, 'cpu')),
    ratio(way, PACED, FLOOR, 'cpu'),
    ratio(way, PACED, FLOOR, 'wall'),
    ...['docker CLI', 'Go client', 'docker-py'].map((of) => ratio(way, of, OURS, 'cpu')),
  ])
  return [...judged, ...beside].filter((found) => found !== undefined)
}

async function main(): Promise<void> {
  const values = optionsOf(usage, {
    ways: { type: 'string' },
    clients: { type: 'string' },
    lines: { type: 'string' },
    host: { type: 'string' },
  })
  const { quick } = values
  const rounds = Math.ceil(positive('rounds', values.rounds, quick ? 1 : 3))
  const lines = Math.ceil(positive('lines', values.lines, quick ? 20_000 : 400_000))
  const wanted = names(values.ways, Object.keys(ways)) as readonly Way[]
  const result = await openResult('engine', quick)
  const { found, skipped } = competitors()
  const everyone = found.map(({ name }) => name)
  const who = names(values.clients, everyone, quick ? everyone.filter((name) => !NOT_QUICK.includes(name)) : everyone)
  const all = wanted.flatMap((way) =>
    found
      .filter((one) => who.includes(one.name) && one.ways.includes(way))
      .map((one): Series => ({ way, who: one, rounds: [] })),
  )
  const stage = await setStage(values.host, lines)
  if (typeof stage === 'string') {
    result.skipped.push(`everything: ${stage}`)
    closeResult(result, values.json)
    return
  }
  result.skipped.push(...skipped)
  const about = `${stage.name}, ${lines} lines of ${LINE} bytes; a followed container begins half a second after its start`
  result.notes.push(NOTE)
  let measured: Series[] = []
  try {
    measured = await runRounds({ result, stage, all, rounds, lines, quick })
  } finally {
    await stage.close()
  }
  result.tables.push({ name: 'Real Engine', unit: 'ms', better: 'lower', about, rows: measured.map(rowOf) })
  result.ratios.push(...ratiosOf(measured))
  closeResult(result, values.json)
}

await runMain(main)
