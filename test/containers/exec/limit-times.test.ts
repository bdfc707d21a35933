// How long ending an exec may take, at, below and above, by a clock that the test moves.

import assert from 'node:assert/strict'
import { KILL_MS, type Marked, withAside } from '../../../src/containers/exec/kill-marked.ts'
import { connect } from '../../../src/index.ts'
import { turns, watch } from '../../engine/kit.ts'
import { stopClock } from '../../net/pacing-kit.ts'
import { threeCases } from '../../support/three-cases.ts'

threeCases('KILL_MS', KILL_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const engine = connect('unix:///nowhere')
  t.after(() => engine.close())
  const marked: Marked = { engine, container: 'c1', mark: 'm', user: undefined, helper: undefined, sessions: '' }
  const ending = watch(
    withAside(
      marked,
      (_, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    ),
  )
  await turns()
  clock.tick(ms)
  await turns()
  const { settled } = ending
  clock.tick(2)
  await turns()
  assert.equal(ending.error?.code, 'ERR_EXEC_KILL')
  return !settled
})
