// The recipes' contract: what they promise with any Engine. The same tests run against real Engines and the embedded one.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { attach, EngineError, exec, logs, resize, run, startExec, wait } from '../../src/index.ts'
import { eventually } from '../support/eventually.ts'
import { repeated } from '../support/soak.ts'
import { commandFor, RAW_BYTES } from './behaviours.ts'
import type { Lab } from './lab.ts'

/** How many commands are run; a multiple of 8. */
const COMMANDS = repeated({ soak: 40, whole: 40, usually: 16 })

/**
 * Registers the tests; `lab` returns the lab of the Engine under test. Podman 4.3 differs in three ways: it resets a
 * connection whose stdin the process did not read, reports nothing about a program that does not exist, and sends the frames
 * of attach with logs out of order.
 */
export function recipeContract(lab: () => Lab, podman = false): void {
  const idle = () => lab().launchOnce(commandFor('idle'))

  test('exec: stdin, outputs, exit code', async () => {
    const { engine } = lab()
    const id = await idle()
    assert.deepEqual(await exec(engine, id, commandFor('lines'), { stdin: 'b\na\nc\n' }), {
      exitCode: 0,
      stdout: '3\n',
      stderr: '',
    })
    assert.deepEqual(await exec(engine, id, commandFor('say')), { exitCode: 7, stdout: 'out\n', stderr: '€ err\n' })
    const late = await exec(engine, id, commandFor('late'), { stdin: 'early\n' })
    assert.deepEqual(late, { exitCode: 3, stdout: 'early\nlate\n', stderr: '' })
    if (podman) return
    const unread = await exec(engine, id, commandFor('unread'), { stdin: Buffer.alloc(4_000_000) })
    assert.deepEqual(unread, { exitCode: 0, stdout: 'enough\n', stderr: '' })
  })

  test('exec: 8 MiB through stdin and stdout', async () => {
    const bytes = randomBytes(8 * 1_048_576)
    const id = await idle()
    const { stdout } = await exec(lab().engine, id, commandFor('cat'), { stdin: bytes, encoding: 'buffer' })
    assert.ok(stdout.equals(bytes))
  })

  test(`exec: ${COMMANDS} commands, eight at a time`, async () => {
    const id = await idle()
    for (let i = 0; i < COMMANDS / 8; i++) {
      const some = await Promise.all(Array.from({ length: 8 }, () => exec(lab().engine, id, commandFor('say'))))
      assert.deepEqual(new Set(some.map(({ exitCode }) => exitCode)), new Set([7]))
    }
  })

  test('exec: a missing program, a missing container', async () => {
    const { engine } = lab()
    const missing = await exec(engine, await idle(), ['/no/such/program'])
    assert.ok(missing.exitCode === 126 || missing.exitCode === 127, String(missing.exitCode))
    if (!podman) assert.match(missing.stdout, /no such file or directory/)
    const gone = (error: unknown) => error instanceof EngineError && error.status === 404
    await assert.rejects(exec(engine, 'no-such-container', ['true']), gone)
  })

  test('a TTY: exact bytes, the first size and a later one', async () => {
    const { engine } = lab()
    const id = await idle()
    const { stdout } = await exec(engine, id, commandFor('raw'), { tty: true, encoding: 'buffer' })
    assert.deepEqual(stdout, RAW_BYTES)
    const ran = await run(engine, lab().spec(commandFor('raw'), { Tty: true }), { encoding: 'buffer' })
    assert.deepEqual(ran.stdout, RAW_BYTES)
    const sized = await exec(engine, id, commandFor('size'), { tty: { rows: 33, columns: 132 } })
    assert.equal(sized.stdout, '33 132\r\n')
    const session = await startExec(engine, id, commandFor('size'), { tty: { rows: 1, columns: 2 } })
    // Podman 4.3 loses a size that arrives while the process is being started, so it is sent again.
    await session.resize(40, 100)
    for (let i = 0; i < 2; i++) {
      await sleep(100)
      // On a busy machine the process may have ended by now.
      await session.resize(40, 100).catch((error) => assert.ok(error instanceof EngineError, error))
    }
    let output = ''
    for await (const { text } of session.tunnel.lines()) output += text
    assert.equal(output, '40 100')
    assert.equal(await session.exitCode(), 0)
  })

  test('resize: waits for a process that does not run yet', async () => {
    const { engine } = lab()
    const id = await lab().create(commandFor('size'), { Tty: true })
    const tunnel = await attach(engine, id)
    const resized = resize(engine, { container: id }, { rows: 21, columns: 84 })
    setTimeout(() => void lab().start(id), 100)
    await resized
    let output = ''
    for await (const { text } of tunnel.lines()) output += text
    assert.equal(output, '21 84')
  })

  test('attach: stdin and its end; earlier output; a missing container', async () => {
    const { engine } = lab()
    const id = await lab().create(commandFor('late'), { OpenStdin: true, StdinOnce: true })
    const tunnel = await attach(engine, id, { stdin: true })
    await lab().start(id)
    await tunnel.write('only this\n')
    tunnel.end()
    const texts: string[] = []
    for await (const { text } of tunnel.lines()) texts.push(text)
    assert.deepEqual(texts, ['only this', 'late'])

    const first = await lab().launch(commandFor('first'))
    await eventually(async () => {
      let lines = 0
      for await (const _line of logs(engine, first)) lines++
      return lines === 2
    })
    for (let i = 0; i < (podman ? 0 : 50); i++) {
      const again: string[] = []
      for await (const { text } of (await attach(engine, first, { logs: true })).lines())
        if (again.push(text) === 2) break
      assert.deepEqual(again, ['first', 'second'])
    }
    const isNotFound = (error: unknown) => error instanceof EngineError && error.status === 404
    await assert.rejects(attach(engine, 'no-such-container', { tty: false }), isNotFound)
  })

  test('run: outputs and exit code, stdin, removal, also by the Engine', async () => {
    const { engine } = lab()
    for (const HostConfig of [{}, { AutoRemove: true }]) {
      const { id, ...output } = await run(engine, lab().spec(commandFor('say'), { HostConfig }))
      assert.deepEqual(output, { exitCode: 7, stdout: 'out\n', stderr: '€ err\n' })
      assert.ok(!(await lab().present()).includes(id))
      const { stdout } = await run(engine, lab().spec(commandFor('late'), { HostConfig }), { stdin: 'early\n' })
      assert.equal(stdout, 'early\nlate\n')
    }
    const many = Array.from({ length: 8 }, () =>
      run(engine, lab().spec(commandFor('unread'), { HostConfig: { AutoRemove: true } })),
    )
    assert.deepEqual(new Set((await Promise.all(many)).map(({ stdout }) => stdout)), new Set(['enough\n']))
  })

  test('run: an abort kills and removes the container', async () => {
    const { engine } = lab()
    const before = await lab().present()
    const controller = new AbortController()
    const running = run(engine, lab().spec(commandFor('idle')), { signal: controller.signal })
    setTimeout(() => controller.abort(), 300)
    await assert.rejects(running, { name: 'AbortError' })
    await eventually(async () => (await lab().present()).length === before.length)
  })

  test('wait: armed before the start', async () => {
    const id = await lab().create(commandFor('say'))
    const { exit } = await wait(lab().engine, id, { condition: 'next-exit' })
    await lab().start(id)
    assert.deepEqual(await exit, { exitCode: 7 })
  })

  test('logs: lines with timestamps, followed and not', async () => {
    const id = await lab().finish(commandFor('two'))
    for (const follow of [false, true]) {
      const lines = []
      for await (const { text, timestamp } of logs(lab().engine, id, { follow, timestamps: true })) {
        assert.match(timestamp!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
        lines.push(text)
      }
      assert.deepEqual(lines, ['one', 'two'])
    }
  })
}
