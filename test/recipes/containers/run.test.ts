// run and wait against a running Engine: outputs, exit codes, removal, errors, aborts; and no race with auto-remove.

import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { PassThrough } from 'node:stream'
import test from 'node:test'
import { EngineError, type FairleadError, run, wait } from '../../../src/index.ts'
import { eventually } from '../../support/eventually.ts'
import { holdings } from '../../support/handles.ts'
import { liveEngine, liveLabels } from '../../support/live.ts'
import { overTransports } from '../lab.ts'

const target = { ...liveEngine(), labels: liveLabels() }
const sh = (script: string) => ['sh', '-c', script]
const autoRemove = { HostConfig: { AutoRemove: true } }

overTransports('soak', target, 'run', (lab) => {
  test('resolves with outputs and exit code, and removes the container', async () => {
    const { engine } = lab()
    const spec = lab().spec(sh('echo out; echo err >&2; exit 3'))
    for (const making of [{}, autoRemove]) {
      const { id, ...rest } = await run(engine, { ...spec, ...making })
      assert.deepEqual(rest, { exitCode: 3, stdout: 'out\n', stderr: 'err\n' })
      assert.ok(!(await lab().present()).includes(id))
    }
  })

  test('writes stdin and ends it', async () => {
    const { engine } = lab()
    const sorted = await run(engine, lab().spec(sh('sort | wc -l')), { stdin: 'c\na\nb\n' })
    assert.equal(sorted.stdout, '3\n')
    const bytes = randomBytes(8 * 1_048_576)
    const echoed = await run(engine, lab().spec(['cat']), { stdin: bytes, encoding: 'buffer' })
    const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
    assert.equal(hash(echoed.stdout), hash(bytes))
    const late = await run(engine, lab().spec(sh('cat; sleep 1; echo late')), { stdin: 'early\n' })
    assert.equal(late.stdout, 'early\nlate\n')
  })

  test('keeps the container with remove: false, under its name', async () => {
    const { engine } = lab()
    const name = `fairlead-run-${process.pid}-${performance.now().toString(36).replace('.', '')}`
    const { id } = await run(engine, lab().spec(['true']), { name, remove: false })
    await assert.rejects(run(engine, lab().spec(['true']), { name }), (error: EngineError) => error.status >= 409)
    const { Id } = await engine.get('/containers/{id}/json', { path: { id: name } })
    assert.equal(Id, id)
    await engine.delete('/containers/{id}', { path: { id } })
  })

  test('errors leave no container behind', async () => {
    const { engine } = lab()
    const before = await lab().present()
    for (const making of [{}, autoRemove]) {
      await assert.rejects(
        run(engine, { ...lab().spec(['/no/such/program']), ...making }),
        (error: unknown) => error instanceof EngineError && /no such file/.test(error.reason),
      )
    }
    await assert.rejects(
      run(engine, { ...lab().spec(['true']), Image: 'no-such-image:latest' }),
      (error: unknown) =>
        error instanceof EngineError && error.status === 404 && /pull\(\) does\)$/.test(error.message),
    )
    await eventually(async () => (await lab().present()).length === before.length)
  })

  test('too much output, or a failing output: the container is removed, too', async () => {
    const { engine } = lab()
    const before = await lab().present()
    const endless = lab().spec(['yes'], { HostConfig: { LogConfig: { Type: 'none' } } })
    await assert.rejects(
      run(engine, endless, { maxBytes: 65_536 }),
      (error: FairleadError) => error.code === 'ERR_BODY_TOO_LARGE',
    )
    const stdout = new PassThrough()
    stdout.once('data', () => stdout.destroy())
    await assert.rejects(run(engine, endless, { stdout }), (error: FairleadError) => error.code === 'ERR_OUTPUT')
    await eventually(async () => (await lab().present()).length === before.length)
  })

  test('an abort kills and removes the container at any moment', async () => {
    const settled = holdings()
    const before = await lab().present()
    const engine = lab().client()
    for (const making of [{}, autoRemove]) {
      for (const ms of [0, 1, 5, 20, 80, 300, 700]) {
        const controller = new AbortController()
        setTimeout(() => controller.abort('enough'), ms)
        const running = run(engine, { ...lab().spec(['sleep', '600']), ...making }, { signal: controller.signal })
        await assert.rejects(running, (error: FairleadError) => error.name === 'AbortError' && error.cause === 'enough')
      }
    }
    await eventually(async () => (await lab().present()).length === before.length)
    await eventually(() => engine.connections.busy === 0 && engine.connections.dialling === 0)
    await engine.close()
    await lab().engine.close()
    if (lab().direct) await settled()
  })
})

overTransports('soak', target, 'run and close', (lab) => {
  test('closing the engine kills and removes the container at any moment, also after an abort', async () => {
    const settled = holdings()
    const before = await lab().present()
    for (const making of [{}, autoRemove]) {
      for (const ms of [0, 1, 5, 20, 80, 300, 700]) {
        const engine = lab().client()
        const controller = new AbortController()
        const spec = { ...lab().spec(['sleep', '600']), ...making }
        const running = assert.rejects(run(engine, spec, { signal: controller.signal }))
        await new Promise((resolve) => setTimeout(resolve, ms))
        if (ms % 2 === 0) controller.abort()
        await engine.close()
        assert.equal((await lab().present()).length, before.length, `${ms} ms`)
        await running
      }
    }
    await lab().engine.close()
    if (lab().direct) await settled()
  })
})

overTransports('soak', target, 'wait', (lab) => {
  test('is armed before the start, and resolves with the exit', async () => {
    const { engine } = lab()
    const id = await lab().create(sh('exit 5'))
    const next = await wait(engine, id, { condition: 'next-exit' })
    const now = await wait(engine, id)
    assert.deepEqual(await now.exit, { exitCode: 0 })
    await lab().start(id)
    assert.deepEqual(await next.exit, { exitCode: 5 })
    assert.deepEqual(await (await wait(engine, id)).exit, { exitCode: 5 })
    const removed = await wait(engine, id, { condition: 'removed' })
    await engine.delete('/containers/{id}', { path: { id } })
    assert.equal((await removed.exit).exitCode, 5)
  })

  test('error responses, close and abort', async () => {
    const { engine } = lab()
    await assert.rejects(wait(engine, 'no-such-container'), (error: EngineError) => error.status === 404)
    const id = await lab().idle()
    const closed = await wait(engine, id)
    closed.close()
    closed.close()
    await assert.rejects(closed.exit, (error: FairleadError) => error.code === 'ERR_CLOSED')
    const controller = new AbortController()
    const aborted = await wait(engine, id, { signal: controller.signal })
    controller.abort()
    await assert.rejects(aborted.exit, (error: FairleadError) => error.name === 'AbortError')
    // Not awaited: its rejection must not end the process.
    const other = new AbortController()
    await wait(engine, id, { signal: other.signal })
    other.abort()
    await eventually(() => engine.connections.busy === 0)
  })
})
