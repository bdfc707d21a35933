// What the clients do in scripted situations. A scripted server serves each scenario on its own socket, each client does its job
// in a new process, with a time limit, and the scenario judges the result.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { askClient, clients } from './features/run-clients.ts'
import type { Scenario } from './features/scenario.ts'
import { scenarios } from './features/scenarios/all.ts'
import { names, optionsOf } from './options.ts'
import { anchorOf } from './page/titles.ts'
import { progress, runMain } from './processes.ts'
import { closeResult } from './report.ts'
import { type Answer, type FeatureClient, openResult } from './result.ts'

const usage = `What the clients do in scripted situations.
  --clients <a,b>      of ${clients.join(', ')}
  --scenarios <a,b>    of ${scenarios.map(({ name }) => anchorOf(name)).join(', ')}`

/** Processes at a time: most of them wait. */
const AT_ONCE = 4
const HOW: Record<string, string> = {
  fairlead: 'this checkout',
  dockerode: 'its own docker-modem, `modem.demuxStream`, `modem.followProgress`',
  'node-sdk': '@docker/node-sdk, `DockerClient.fromDockerHost`',
  'docker CLI': 'the Go client and its stdcopy, in the program `docker`',
}

const versionIn = (path: string) => (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version

function versionOf(client: string): string | undefined {
  const here = (name: string) => fileURLToPath(new URL(`../${name}/package.json`, import.meta.url))
  if (client === 'fairlead') return versionIn(here('..'))
  if (client === 'node-sdk') return versionIn(here('node_modules/@docker/node-sdk'))
  if (client === 'dockerode')
    return `${versionIn(here('node_modules/dockerode'))} on docker-modem ${versionIn(here('node_modules/docker-modem'))}`
  const { status, stdout } = spawnSync('docker', ['--version'], { encoding: 'utf8' })
  return status === 0 ? stdout.replace(/^Docker version ([^,]+).*/s, '$1') : undefined
}

/** Runs some jobs at a time, the longest first. Returns their results in the given order. */
async function all<T>(jobs: readonly { seconds: number; run(): Promise<T> }[]): Promise<T[]> {
  const results: T[] = []
  const left = jobs.map((job, i) => ({ ...job, i })).sort((a, b) => b.seconds - a.seconds)
  const quick = left.filter(({ seconds }) => seconds === 0)
  const work = async () => {
    for (let job = quick.shift(); job !== undefined; job = quick.shift()) results[job.i] = await job.run()
  }
  // A job that only waits does not count as running.
  const slow = left.filter(({ seconds }) => seconds > 0).map(async ({ i, run }) => (results[i] = await run()))
  await Promise.all([...slow, ...Array.from({ length: AT_ONCE }, work)])
  return results
}

async function main(): Promise<void> {
  const values = optionsOf(usage, { clients: { type: 'string' }, scenarios: { type: 'string' } })
  const anchors = names(
    values.scenarios,
    scenarios.map(({ name }) => anchorOf(name)),
  )
  const chosen = scenarios.filter((one) => anchors.includes(anchorOf(one.name)) && isAsked(one, values.quick))
  // Some scenarios alone are not a full result, from which a page could be made.
  const result = await openResult(
    'features',
    values.quick || chosen.length < scenarios.length || values.clients !== undefined,
  )
  const asked: FeatureClient[] = []
  for (const name of names(values.clients, clients)) {
    const version = versionOf(name)
    if (version === undefined) result.skipped.push(`${name}: no docker here (docker.io)`)
    else asked.push({ name, version, how: HOW[name]! })
  }
  const plan = chosen.flatMap((scenario) => asked.map(({ name }) => ({ scenario, name })))
  let done = 0
  const answers = await all(
    plan.map(({ scenario, name }) => ({
      seconds: scenario.seconds ?? 0,
      async run(): Promise<Answer> {
        const answer = await askClient(scenario, name)
        progress(`${++done} of ${plan.length}`)
        return answer
      },
    })),
  )
  progress('')
  const features = chosen.map(({ name, row, question, why, wire, test }) => ({
    name,
    ...(row !== undefined && { row }),
    question,
    why,
    wire,
    test,
    answers: answers.filter((_, i) => plan[i]!.scenario.name === name),
  }))
  result.features = { clients: asked, asked: features }
  for (const { name, answers } of features) {
    for (const { client, verdict, saw } of answers) {
      if (client === 'fairlead' && verdict !== 'yes') result.failures.push(`fairlead, ${name}: ${verdict}: ${saw}`)
    }
  }
  closeResult(result, values.json)
}

const isAsked = ({ quick, seconds }: Scenario, isQuick: boolean) =>
  (isQuick ? quick === true : true) && (!isQuick || !seconds)

await runMain(main)
