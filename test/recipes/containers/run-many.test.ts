// No race between a container's end, its removal by the Engine, and the exit code: two hundred runs in a soak, with auto-remove.

import assert from 'node:assert/strict'
import test from 'node:test'
import { run } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { holdings } from '../../support/handles.ts'
import { liveEngine, liveLabels } from '../../support/live.ts'
import { repeated } from '../../support/soak.ts'
import { overTransports } from '../lab.ts'

const RUNS = repeated({ soak: 200, whole: 24, usually: 8 })
const AT_A_TIME = 4

overTransports('own', { ...liveEngine(), labels: liveLabels() }, 'many runs', (lab) => {
  test(`${RUNS} runs of "true" with auto-remove: no failure, nothing left behind`, async (t) => {
    const settled = holdings()
    const engine = lab().client()
    const spec = lab().spec(['true'], { HostConfig: { AutoRemove: true } })
    let left = RUNS
    let done = 0
    async function work(): Promise<void> {
      while (left-- > 0) {
        const { exitCode, stdout, stderr } = await run(engine, spec)
        assert.deepEqual({ exitCode, stdout, stderr }, { exitCode: 0, stdout: '', stderr: '' })
        done++
      }
    }
    const began = performance.now()
    await Promise.all(Array.from({ length: AT_A_TIME }, work))
    t.diagnostic(`${((performance.now() - began) / 1000).toFixed(1)} s`)
    assert.equal(done, RUNS)
    await eventually(async () => (await lab().present()).length === 0)
    assert.equal(engine.connections.busy, 0)
    await engine.close()
    await lab().engine.close()
    await settled()
  })
})
