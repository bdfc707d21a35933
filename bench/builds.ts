// Builds with BuildKit on a real Engine: client CPU and wall time of fairlead beside the docker CLI, each build a process of its own.
// Every round empties the Engine's cache for each of them in turn, and builds the same folder: the first time, unchanged, and by a Dockerfile
// that uses a part of the files. A process that sends a request and builds nothing is what both cost before a build. A program builds more
// than once: what each further unchanged build costs fairlead in one process is compared as well.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Engine } from 'fairlead'
import { type Builder, dockerCli, fairlead } from './builds/builders.ts'
import { BYTES, dockerfiles, forget, makeContext, USED } from './builds/context.ts'
import { type BuildTask, type Kind, kinds } from './builds/task.ts'
import { type Cost, lacking } from './external.ts'
import { optionsOf, positive } from './options.ts'
import { startPrivateEngine } from './private-engine.ts'
import { progress, runMain } from './processes.ts'
import { closeResult } from './report.ts'
import { type Goal, lookAgain, openResult, type Ratio, type Result, type Row, ratioOf, spread } from './result.ts'

const usage = `Client CPU and wall time of a build with BuildKit, beside the docker CLI. Needs root and dockerd.
  --files <n>          of ${BYTES / 1000} kB in the context (default 2000); ${USED} of them are used by the last build`

const MS = 1000
const OURS = 'fairlead'
const CLI = 'docker CLI'
/** The most that a build may cost of what the docker CLI costs. */
const GOALS = { wall: { op: '<=', value: 1.15 }, cpu: { op: '<=', value: 1 } } as const

const NOTE =
  "Node's start and the imports are a large part of a build that sends little. A program that runs already does not pay them again. So of the first " +
  'build the goals are for the whole process, and of the others for what is beyond the start of each; of a program that runs already, for ' +
  'each further build, beside a whole process of the CLI.'
/** Further builds in one process. */
const FURTHER = 10

type By = keyof typeof GOALS

interface Series {
  who: Builder
  rounds: Record<Kind, Cost[]>
}

/** One round of one builder. */
async function runRound(engine: Engine, { who, rounds }: Series, task: BuildTask, files: number): Promise<void> {
  const { folder, host } = task
  await forget(engine)
  rounds.start.push(await who.build(task))
  const all: BuildTask = { host, folder, dockerfile: dockerfiles.all, files: files + 1 }
  rounds.first.push(await who.build(all))
  const unchanged = { ...all, files: 1 }
  const once = await who.build(unchanged)
  rounds.unchanged.push(once)
  if (who.name === OURS) {
    const { cpu, wall, peak } = await who.build({ ...unchanged, times: 1 + FURTHER })
    rounds.again.push({ cpu: (cpu - once.cpu) / FURTHER, wall: (wall - once.wall) / FURTHER, peak })
  }
  // What the Engine keeps of a folder is what the last build used of it.
  const used: BuildTask = { host, folder, dockerfile: dockerfiles.used, files: 1 }
  await who.build(used)
  rounds.used.push(await who.build(used))
}

function rowsOf(all: readonly Series[]): Row[] {
  return (Object.keys(kinds) as Kind[]).flatMap((kind) =>
    all
      .filter(({ rounds }) => rounds[kind].length > 0)
      .map(({ who, rounds }) => ({
        measurement: kinds[kind],
        client: who.name,
        cpu: spread(rounds[kind].map(({ cpu }) => cpu / MS)),
        wall: spread(rounds[kind].map(({ wall }) => wall / MS)),
        rssPeak: Math.max(...rounds[kind].map(({ peak }) => peak)),
      })),
  )
}

function ratiosOf(all: readonly Series[]): Ratio[] {
  const [ours, theirs] = [OURS, CLI].map((name) => all.find(({ who }) => who.name === name)?.rounds)
  if (ours === undefined || theirs === undefined) return []
  const judged: (Ratio | undefined)[] = []
  const beside: (Ratio | undefined)[] = []
  const less = { of: `${OURS}, less its start`, to: `${CLI}, less its start` }
  const costs = (rounds: Series['rounds'], kind: Kind, by: By) => rounds[kind].map((cost) => cost[by])
  const beyond = (rounds: Series['rounds'], kind: Kind, by: By) =>
    rounds[kind].map((cost, i) => cost[by] - rounds.start[i]![by])
  for (const kind of ['first', 'unchanged', 'used'] as const) {
    for (const by of ['wall', 'cpu'] as const) {
      const plan = { measurement: kinds[kind], of: OURS, to: CLI, by }
      const whole = (goal?: Goal) =>
        ratioOf({ ...plan, ...(goal && { goal }) }, costs(ours, kind, by), costs(theirs, kind, by))
      const rest = (goal?: Goal) =>
        ratioOf({ ...plan, ...less, ...(goal && { goal }) }, beyond(ours, kind, by), beyond(theirs, kind, by))
      const [judge, other] = kind === 'first' ? [whole, rest] : [rest, whole]
      judged.push(judge(GOALS[by]))
      beside.push(other())
    }
  }
  for (const by of ['wall', 'cpu'] as const) {
    const plan = { measurement: kinds.again, of: OURS, to: CLI, by, goal: GOALS[by] }
    judged.push(ratioOf(plan, costs(ours, 'again', by), costs(theirs, 'unchanged', by)))
  }
  return [...judged, ...beside].filter((ratio) => ratio !== undefined)
}

interface Plan {
  result: Result
  builders: readonly Builder[]
  host: string
  rounds: number
  files: number
}

/** Measures every builder once per round. The first round, in which the Engine and the disk's cache are cold, is not counted. */
async function measure({ result, builders, host, rounds, files }: Plan): Promise<Series[]> {
  const engine = connect(host)
  const context = makeContext(files)
  const empty = (): Series['rounds'] => ({ start: [], first: [], unchanged: [], again: [], used: [] })
  let all: Series[] = []
  try {
    const { Version } = await engine.get('/version')
    result.notes.push(`Docker Engine ${Version}`)
    for (let round = 0; round <= rounds; round++) {
      await lookAgain(result)
      if (round < 2) all = builders.map((who) => ({ who, rounds: empty() }))
      for (const series of all) {
        progress(`round ${round} of ${rounds}: ${series.who.name}`)
        await runRound(engine, series, { host, folder: context.folder, files }, files)
      }
    }
  } finally {
    progress('')
    context.remove()
    await engine.close()
  }
  return all
}

async function main(): Promise<void> {
  const values = optionsOf(usage, { files: { type: 'string' } })
  const { quick } = values
  const rounds = Math.ceil(positive('rounds', values.rounds, quick ? 1 : 9))
  const files = Math.max(USED, Math.ceil(positive('files', values.files, quick ? 100 : 2000)))
  const result = await openResult('builds', quick)
  const lack = lacking()
  const provided = lack ?? (await startPrivateEngine())
  if (typeof provided === 'string') {
    result.skipped.push(`everything: ${provided}`)
    closeResult(result, values.json)
    return
  }
  const config = mkdtempSync(join(tmpdir(), 'fairlead-bench-'))
  let all: Series[] = []
  try {
    const cli = dockerCli(config)
    const builders = typeof cli === 'string' ? [fairlead] : [fairlead, cli]
    result.notes.push(NOTE)
    if (typeof cli === 'string') result.skipped.push(`${CLI}: ${cli}`)
    else result.notes.push(`${CLI} ${cli.version}`)
    all = await measure({ result, builders, host: provided.host, rounds, files })
  } catch (error) {
    result.failures.push((error as Error).message)
  } finally {
    rmSync(config, { recursive: true })
    await provided.stop()
  }
  const about = `a folder of ${files} files of ${BYTES / 1000} kB; ${USED} of them are the part`
  result.tables.push({ name: 'Builds', unit: 'ms', better: 'lower', about, rows: rowsOf(all) })
  result.ratios.push(...ratiosOf(all))
  closeResult(result, values.json)
}

await runMain(main)
