// The exit code of an exec is always the process's own: a thousand execs in a soak, sixteen at a time, on a running Engine.

import assert from 'node:assert/strict'
import test from 'node:test'
import { exec } from '../../../src/index.ts'
import { holdings } from '../../support/handles.ts'
import { liveEngine, liveLabels } from '../../support/live.ts'
import { repeated } from '../../support/soak.ts'
import { overTransports } from '../lab.ts'

const EXECS = repeated({ soak: 1_000, whole: 64, usually: 24 })
const AT_A_TIME = 16

overTransports('own', { ...liveEngine(), labels: liveLabels() }, 'many execs', (lab) => {
  test(`${EXECS} execs of "exit 7", ${AT_A_TIME} at a time: always 7`, async (t) => {
    const id = await lab().idle()
    const settled = holdings()
    const engine = lab().client()
    const codes = new Map<number, number>()
    let left = EXECS
    async function work(): Promise<void> {
      while (left-- > 0) {
        const { exitCode } = await exec(engine, id, ['sh', '-c', 'exit 7'])
        codes.set(exitCode, (codes.get(exitCode) ?? 0) + 1)
      }
    }
    const began = performance.now()
    await Promise.all(Array.from({ length: AT_A_TIME }, work))
    t.diagnostic(`${((performance.now() - began) / 1000).toFixed(1)} s`)
    assert.deepEqual([...codes], [[7, EXECS]])
    assert.equal(engine.connections.busy, 0)
    // Idle connections are kept, at most one per worker.
    assert.ok(engine.connections.idle <= AT_A_TIME)
    await engine.close()
    await settled()
  })
})
