// A terminal's size from create, start and resize, for containers and execs, also before they run.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { takeTimers } from '../../../src/net/base/timers.ts'
import type { Program } from '../../../src/testing.ts'
import { ask, pause, Raw, run, withEngine } from '../support.ts'
import { all, create, start } from './exec-kit.ts'

describe('a terminal’s size', () => {
  const sizes: Program = async ({ size, onResize, stdout, signal }) => {
    let last = size
    await stdout.write(`${last.rows}x${last.columns} `)
    onResize(() => void stdout.write('! '))
    while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 2))
    last = size
  }
  const live: Program = async (io) => {
    io.onResize(() => void io.stdout.write(`${io.size.rows}x${io.size.columns} `))
    return sizes(io)
  }

  it('is set by the start and by each resize', () =>
    withEngine(
      async (engine) => {
        engine.image('sh', live)
        await ask(engine.host, 'POST', '/containers/create?name=cc', { Image: 'sh', Tty: true })
        const early = await ask(engine.host, 'POST', '/containers/cc/resize?h=3&w=4')
        assert.deepEqual([early.status, /is not running/.test(early.text)], [409, true])
        await ask(engine.host, 'POST', '/containers/cc/start')
        const raw = new Raw(engine.host)
        raw.send('POST /containers/cc/attach?stream=1&stdout=1&logs=1 HTTP/1.1\r\nHost: d\r\nUpgrade: tcp\r\n\r\n')
        await raw.contains('\r\n\r\n')
        await pause(5)
        assert.equal((await ask(engine.host, 'POST', '/containers/cc/resize?h=24&w=80')).status, 200)
        await raw.contains('24x80 ')
        for (const query of ['h=1', 'h=1&w=x', '']) {
          const { status, text } = await ask(engine.host, 'POST', `/containers/cc/resize?${query}`)
          assert.deepEqual([status, /invalid syntax/.test(text)], [400, true])
        }
        const id = await create(engine, { ...all, Tty: true, Cmd: ['sh'], ConsoleSize: [1, 2] })
        const waiting = ask(engine.host, 'POST', `/exec/${id}/resize?h=9&w=8`)
        await pause(5)
        const exec = start(engine, id, { Tty: true })
        assert.equal((await waiting).status, 200)
        await exec.contains('9x8 ')
        await ask(engine.host, 'POST', `/exec/${id}/resize?h=5&w=6`)
        await exec.contains('5x6 ')
        for (const [made, started, wanted] of [
          [[1, 2], undefined, '1x2 '],
          [[1, 2], [30, 40], '30x40 '],
          [[1], undefined, '0x0 '],
        ] as const) {
          const sized = await create(engine, { ...all, Tty: true, Cmd: ['sh'], ConsoleSize: made })
          await start(engine, sized, { Tty: true, ConsoleSize: started }).contains(wanted)
        }
      },
      { apiVersion: '1.45' },
    ))

  it('cannot be set for an exec that never starts: the resize times out', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    takeTimers()
    t.after(takeTimers)
    await withEngine(async (engine) => {
      engine.image('idle', () => new Promise<number>(() => {}))
      await run(engine, 'cc', { Image: 'idle' })
      const id = await create(engine, { Cmd: ['x'] })
      const refused = ask(engine.host, 'POST', `/exec/${id}/resize?h=1&w=1`)
      const ticking = setInterval(() => t.mock.timers.tick(10_000), 5)
      assert.deepEqual(JSON.parse((await refused).text), { message: 'timeout waiting for exec session ready' })
      clearInterval(ticking)
    })
  })
})
