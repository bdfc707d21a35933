// Chooses the Engine for one run of the tests, before they start: the one that the user names in FAIRLEAD_TEST_HOST, else a private
// one, else none and the reason. Test files read it from the environment (support/live.ts). On an Engine that the user named, only what
// has this run's label is removed.

import { type LiveFacts, labelKey, PRIVATE_RUN, writeFacts, writePodmanFacts } from '../support/live.ts'
import { imageName, provideImage } from './busybox-image.ts'
import { call, callJson } from './call.ts'
import type { PrivateEngine } from './private-daemon.ts'
import { startPrivateEngine } from './private-engine.ts'
import { PODMAN_ROOT_VARIABLE, startPrivatePodman } from './private-podman.ts'

/** The Engine of a run, described for the summary, and how to release it. */
export interface Provided {
  readonly facts: LiveFacts
  /** Frees everything; may be called more than once. */
  release(): Promise<void>
}

/** Provides an Engine. Never rejects: without one, the facts have the reason. */
export async function provideEngine(): Promise<Provided> {
  const named = process.env.FAIRLEAD_TEST_HOST
  const provided =
    named === 'none' ? without('FAIRLEAD_TEST_HOST=none') : named ? await theirs(named) : await ours(startPrivateEngine)
  writeFacts(process.env, provided.facts)
  return provided
}

/** Provides a private Podman, unless the user names an Engine, and no root with a Podman. Never rejects. */
export async function providePodman(): Promise<Provided> {
  const named = !process.env[PODMAN_ROOT_VARIABLE] && process.env.FAIRLEAD_TEST_HOST
  const provided = named ? without('FAIRLEAD_TEST_HOST names what to test against') : await ours(startPrivatePodman)
  writePodmanFacts(process.env, provided.facts)
  return provided
}

function without(reason: string): Provided {
  return { facts: { skip: reason }, release: async () => undefined }
}

async function ours(start: () => Promise<PrivateEngine>): Promise<Provided> {
  try {
    const engine = await start()
    let stopping: Promise<void> | undefined
    const name = `private ${await describe(engine.host)}`
    return {
      facts: { host: engine.host, name, run: PRIVATE_RUN },
      release() {
        stopping ??= engine.stop()
        return stopping
      },
    }
  } catch (error) {
    return without((error as Error).message)
  }
}

async function theirs(host: string): Promise<Provided> {
  const run = `${process.pid}-${Date.now().toString(36)}`
  try {
    const name = `${await describe(host)} at ${host}, named by FAIRLEAD_TEST_HOST`
    const imported = await provideImage(host, `${labelKey}=${run}`)
    let sweeping: Promise<void> | undefined
    return {
      facts: { host, name, run },
      release() {
        sweeping ??= sweep(host, run, imported)
        return sweeping
      },
    }
  } catch (error) {
    return without(`FAIRLEAD_TEST_HOST: ${(error as Error).message}`)
  }
}

async function sweep(host: string, run: string, imported: boolean): Promise<void> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`${labelKey}=${run}`] }))
  const left = await callJson<{ Id: string }[]>(host, 'GET', `/containers/json?all=1&filters=${filters}`)
  await Promise.all(left.map(({ Id }) => call(host, 'DELETE', `/containers/${Id}?force=1&v=1`)))
  if (imported) await call(host, 'DELETE', `/images/${imageName}`)
}

async function describe(host: string): Promise<string> {
  const version = await callJson<{ Version: string; ApiVersion: string; Components?: { Name: string }[] }>(
    host,
    'GET',
    '/version',
  )
  const podman = version.Components?.some(({ Name }) => Name === 'Podman Engine')
  return `${podman ? 'Podman' : 'Docker Engine'} ${version.Version} (API ${version.ApiVersion})`
}
