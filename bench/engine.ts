// A real Engine's streams: a log after the fact and followed, a hijacked attach and exec. Client CPU and wall time beside
// dockerode, docker-py, the docker CLI and a bare socket that discards.
// Every round runs each client in turn on a fresh process (A B A B …), on one Engine and its containers for the whole run.
import { type Competitor, competitors } from './engine/competitors.ts'
import { type Stage, setStage } from './engine/containers.ts'
import { type EngineMeasured, LINE, type Way, ways } from './engine/ways.ts'
import { names, optionsOf, positive } from './options.ts'
import { progress, runMain } from './processes.ts'
import {
  closeResult,
  lookAgain,
  openResult,
  type Ratio,
  type Result,
  type Row,
  ratioBesideFloor,
  ratioOf,
  spread,
} from './result.ts'

const usage = `Client CPU and wall time for a real Engine's streams. Needs root and dockerd, or --host.
  --ways <a,b>         of ${Object.keys(ways).join(', ')}
  --clients <a,b>
  --lines <n>          of ${LINE} bytes (default 400000)
  --host <unix://path> an Engine with an image busybox:latest (default: a private one)`

/** An exec's stream is short: read so often by one process, its CPU time is a steadier figure. */
const EXEC_TIMES = 4
const MS = 1000
/** A quick run leaves these out. */
const NOT_QUICK = ['fairlead lines', 'fairlead pipe']

const goals: { way: Way; by: 'cpu' | 'wall'; value: number }[] = [
  { way: 'logs', by: 'cpu', value: 0.65 },
  { way: 'follow', by: 'cpu', value: 0.65 },
  { way: 'exec', by: 'cpu', value: 1 / 5 },
  { way: 'exec', by: 'wall', value: 1 / 2 },
]

const NOTE =
  'The daemon is the bottleneck of /logs: it decodes its log file and writes each record on its own, so wall time ' +
  'hardly differs between clients; what differs is CPU time.'

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

/** Runs every series once a round; one that failed is not asked again. */
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

/** A ratio, and where its goal is missed what the floor, below which nobody comes, is of the same. */
function judge(all: readonly Series[], way: Way, by: 'cpu' | 'wall', value: number): Ratio | undefined {
  const costs = (name: string) =>
    all.find((one) => one.way === way && one.who.name === name)?.rounds.map((one) => one[by])
  const measurement = ways[way]
  const goal = { op: '<=', value } as const
  const plan = { measurement, of: 'fairlead onFrame', to: 'dockerode', by, goal }
  return ratioBesideFloor(plan, costs('fairlead onFrame'), costs('dockerode'), costs('floor'))
}

function ratiosOf(all: readonly Series[]): Ratio[] {
  const costs = (way: Way, name: string) =>
    all.find((one) => one.way === way && one.who.name === name)?.rounds.map(({ cpu }) => cpu)
  const judged = goals.map(({ way, by, value }) => judge(all, way, by, value))
  const beside = (Object.keys(ways) as Way[]).flatMap((way) =>
    ['floor', 'docker CLI', 'docker-py'].map((name) => {
      const [of, to] = name === 'floor' ? ['fairlead onFrame', name] : [name, 'fairlead onFrame']
      return ratioOf({ measurement: ways[way], of: of!, to: to! }, costs(way, of!), costs(way, to!))
    }),
  )
  return [...judged, ...beside].filter((ratio) => ratio !== undefined)
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
