// Builds on a real Engine that are cancelled at moments spread over the transfer and the steps, in the three ways that there are.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImageBuildOptions } from '../../src/buildkit.ts'
import { connect } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { holdings } from '../support/handles.ts'
import { liveEngine } from '../support/live.ts'
import { folderWith, sleepers, start } from './build-kit.ts'

const { host } = liveEngine()

/** What is open after a first build: Node opens some things once. Resolves with what waits until no more is open than that. */
export async function afterFirst(options: ImageBuildOptions): Promise<ReturnType<typeof holdings>> {
  const engine = connect(host)
  await start(engine, { files: {} }, { dockerfileText: 'FROM busybox\n', ...options }).done()
  await engine.close()
  return holdings()
}

/**
 * Cancels `count` builds: each third by leaving the loop at the RUN's first line, by the signal, and by close(). Asserts how each ends,
 * and that nothing is left on either side. `seconds` is how long the RUN would sleep: a number that no other test has.
 */
export async function cancelBuilds(
  t: TestContext,
  count: number,
  seconds: number,
  { via }: ImageBuildOptions = {},
): Promise<void> {
  const settled = await afterFirst({ via })
  const engine = connect(host)
  const folder = folderWith(t, { Dockerfile: `FROM busybox\nCOPY . /all\nRUN echo begun && sleep ${seconds}\n` })
  for (let n = 0; n < count; n++) {
    // Each has a content of its own. Engine fact: a step equal to one of a build that is being cancelled is joined to that one, which
    // reports to the cancelled build alone: this build would run its RUN and never say so.
    writeFileSync(path.join(folder, 'large'), Buffer.alloc(5_000_000, `${n} `))
    const stop = new AbortController()
    const build = start(engine, folder, { via, signal: stop.signal, noCache: true })
    const left = (async () => {
      for await (const event of build) if (event.type === 'log' && n % 3 === 0) return 'left'
      return 'ended'
    })().catch((error: Error & { code: string }) => error.code)
    // Most moments lie within the transfer and the first steps; every third waits for the RUN.
    if (n % 3 !== 0) await sleep((n * 37) % 400)
    if (n % 3 === 1) stop.abort()
    if (n % 3 === 2) build.close()
    const how = await left
    if (n % 3 === 0) assert.equal(how, 'left')
    else if (n % 3 === 1) assert.equal(how, 'ERR_ABORTED')
    await assert.rejects(build.done(), { code: n % 3 === 1 ? 'ERR_ABORTED' : 'ERR_CLOSED' })
  }
  await eventually(() => assert.equal(sleepers(seconds), 0))
  await engine.close()
  await settled()
}
