// `endOnExit`: how long a stream must be silent, and that what came in time is read before the stream is ended. The clock is the test's.

import assert from 'node:assert/strict'
import test, { mock, type TestContext } from 'node:test'
import { takeTimers } from '../../../src/net/base/timers.ts'
import { SILENCE_MS } from '../../../src/recipes/containers/end-on-exit.ts'
import { exec } from '../../../src/recipes/containers/exec.ts'
import { turns } from '../../engine/kit.ts'
import { eventually } from '../../support/eventually.ts'
import { frameText } from '../../support/frames.ts'
import type { Wire } from '../../support/scripted-peer.ts'
import { threeCases } from '../../support/three-cases.ts'
import { EXITED, execOf, fakeEngine, json, upgraded } from '../fake-engine.ts'

/** An exec that has ended, on a stream that never ends. Its output, how often it was inspected, and the peer's end of the stream. */
async function silentExec(t: TestContext) {
  mock.timers.enable({ apis: ['setTimeout'] })
  takeTimers()
  t.after(() => {
    mock.timers.reset()
    takeTimers()
  })
  let wire: Wire | undefined
  const fake = await fakeEngine(t, (seen) => {
    if (seen.target === '/exec/e1/json') return json(EXITED)
    if (!seen.target.endsWith('/start')) return execOf('')(seen)
    return async (opened) => {
      opened.send(upgraded() + frameText(1, 'one'))
      wire = opened
      await opened.ended()
    }
  })
  const output = exec(fake.engine, 'c1', ['sh'], { endOnExit: true })
  await eventually(() => wire !== undefined)
  await turns(30)
  const asked = () => fake.requests.filter((request) => request === 'GET /exec/e1/json').length
  return { output, asked, wire: wire as Wire }
}

// The process is inspected one ms and one turn later: a paced socket may have something to read.
threeCases('SILENCE_MS', SILENCE_MS, async (ms, t) => {
  const { asked, output, wire } = await silentExec(t)
  mock.timers.tick(ms - 1)
  await turns(30)
  mock.timers.tick(1)
  await turns(30)
  const isAsked = asked() === 1
  wire.end()
  assert.equal((await output).stdout, 'one')
  return !isAsked
})

test('what came while the process was busy is read before the stream is ended', async (t) => {
  const { asked, output, wire } = await silentExec(t)
  for (let ms = 0; ms <= SILENCE_MS; ms++) {
    mock.timers.tick(1)
    await turns(2)
  }
  await eventually(() => asked() === 1)
  await turns(30)
  // The second silence. Its timer is due in the same turn in which the last bytes are in the kernel.
  wire.send(frameText(1, 'two'))
  mock.timers.tick(SILENCE_MS)
  for (let ms = 0; ms < 4 * SILENCE_MS; ms++) {
    await turns(2)
    mock.timers.tick(1)
  }
  assert.equal((await output).stdout, 'onetwo')
})
