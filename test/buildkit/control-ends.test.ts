// How builds by Control end with a daemon that does what a test says: failures in the daemon's words, which of two errors counts, and that
// cancelling reaches the daemon.

import assert from 'node:assert/strict'
import test from 'node:test'
import { openControl } from '../../src/buildkit/control/control.ts'
import { SolveRequest, SolveResponse, StatusRequest } from '../../src/buildkit/control/control-messages.ts'
import { BuildError, buildImage, openBuildSession } from '../../src/buildkit.ts'
import { connect } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { holdings } from '../support/handles.ts'
import { type ControlCall, controlDaemon } from './control-daemon.ts'
import { begun, FILES, IMAGE, tell } from './control-kit.ts'

test('a failed build: the step, its status, its last lines', async (t) => {
  const reason = 'process "/bin/sh -c x" did not complete successfully: exit code: 7 – «é»'
  const { build, solve, progress } = await begun(t)
  await tell(progress, reason)
  progress.finish()
  solve.finish(2, reason)
  const error = (await build.done().then(
    () => assert.fail('it succeeded'),
    (error: unknown) => error,
  )) as BuildError
  assert.ok(error instanceof BuildError)
  assert.deepEqual([error.code, error.problem, error.exitCode, error.reason], ['ERR_ENGINE_STREAM', 'run', 7, reason])
  assert.deepEqual([error.step?.name, error.lines], ['[1/1] RUN x', ['one', 'two']])
})

test('a build that Solve refuses: its words, and what Status still tells, which does not end', async (t) => {
  const { build, solve, progress } = await begun(t)
  solve.finish(2, 'the image cannot be exported')
  await solve.closed
  await tell(progress, 'failed')
  const error = (await build.done().catch((error: unknown) => error)) as BuildError
  assert.ok(error instanceof BuildError)
  assert.deepEqual([error.reason, error.lines], ['the image cannot be exported', ['one', 'two']])
  assert.equal(await progress.closed, 8)
})

test('a Status that breaks off: what Solve says counts; if it says nothing, Status does', async (t) => {
  const first = await begun(t)
  first.progress.finish(2, 'no such job')
  first.solve.send(SolveResponse, { exporter: new Map([['containerimage.digest', IMAGE]]) }).finish()
  assert.equal((await first.build.done()).imageId, IMAGE)
  const second = await begun(t)
  const failed = assert.rejects(second.build.done(), { reason: 'the reason' })
  second.progress.finish(2, 'no such job')
  // Solve's words come when the end of Status has been read.
  await answered(second.progress)
  second.solve.finish(2, 'the reason')
  await failed
  const third = await begun(t)
  third.progress.finish(2, 'no such job')
  await assert.rejects(third.build.done(), { reason: 'no such job' })
  assert.equal(await third.solve.closed, 8)
})

/** Resolves when the other side has read what was sent to it. */
async function answered({ stream }: ControlCall): Promise<void> {
  await new Promise((resolve) => stream.session!.ping(resolve))
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

test('abort, close(), leaving the loop and closing the engine cancel Solve, and nothing is left', async (t) => {
  const settled = holdings()
  for (const how of ['abort', 'close', 'leave', 'before', 'engine'] as const) {
    await t.test(how, async (t) => {
      const stop = new AbortController()
      const { build, daemon, engine, solve, progress, session } = await begun(t, { signal: stop.signal })
      if (how !== 'before') await tell(progress)
      if (how === 'leave') {
        for await (const event of build) if (event.type === 'log') break
      } else {
        const done = build.done()
        if (how === 'close') build.close()
        else if (how === 'engine') await engine.close()
        else stop.abort()
        await assert.rejects(done, { code: how === 'close' || how === 'engine' ? 'ERR_CLOSED' : 'ERR_ABORTED' })
      }
      // NGHTTP2_CANCEL: the daemon ends the build at that, and where the whole connection ends.
      assert.equal(await solve.closed, how === 'engine' ? 0 : 8)
      assert.equal(await session.closed, 8)
      await progress.closed
      await engine.close()
      await eventually(() => assert.equal(daemon.connections, 0), { within: 5_000 })
    })
  }
  await settled()
})

test('the signal of openControl() holds until the daemon has greeted', async (t) => {
  const daemon = await controlDaemon(t)
  const engine = connect(daemon.host)
  t.after(() => engine.close())
  const stop = new AbortController()
  const control = await openControl(engine, true, stop.signal)
  t.after(() => control.close())
  stop.abort()
  await new Promise((resolve) => setImmediate(resolve))
  const { stream } = control.session({}, undefined)
  stream.on('error', () => undefined)
  const session = await daemon.call('Session')
  stream.destroy()
  assert.equal(await session.closed, 8)
})

test('aborted at any moment before the calls', async (t) => {
  const daemon = await controlDaemon(t)
  const engine = connect(daemon.host)
  t.after(() => engine.close())
  for (let turns = 0; turns < 40; turns++) {
    const stop = new AbortController()
    const build = buildImage(engine, FILES, { signal: stop.signal, via: turns % 2 === 0 ? 'control' : 'auto' })
    const done = assert.rejects(build.done(), { code: 'ERR_ABORTED' })
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    await done
  }
  await eventually(() => assert.ok(daemon.connections <= 2), { within: 5_000 })
})

test('the engine is closed at any moment before the calls', async (t) => {
  const daemon = await controlDaemon(t)
  for (let turns = 0; turns < 40; turns++) {
    const engine = connect(daemon.host)
    const build = buildImage(engine, FILES, { via: turns % 2 === 0 ? 'control' : 'auto' })
    const done = assert.rejects(build.done(), { code: 'ERR_CLOSED' })
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
    await engine.close()
    await done
  }
  await eventually(() => assert.equal(daemon.connections, 0), { within: 5_000 })
})

test('the session’s own end, and ref() and unref()', async (t) => {
  const { build, solve, progress, session } = await begun(t)
  assert.equal((await progress.next(StatusRequest))?.ref, (await solve.next(SolveRequest))?.ref)
  session.finish(13, 'the session broke')
  await assert.rejects(build.done(), { code: 'ERR_ENGINE_STREAM', reason: 'the session broke' })
  assert.equal(await solve.closed, 8)
  // A call that has its status is over: there is nothing to cancel.
  assert.equal(await session.closed, 0)
  const daemon = await controlDaemon(t)
  const engine = connect(daemon.host)
  t.after(() => engine.close())
  await using own = await openBuildSession(engine)
  own.unref().ref().close()
  assert.equal(await own.closed, undefined)
})
