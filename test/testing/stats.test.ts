// Stats as a stream, top, and their error responses.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { takeTimers } from '../../src/net/base/timers.ts'
import { message } from './post.ts'
import { ask, Raw, run, withEngine } from './support.ts'

describe('stats', () => {
  it('are sent each second with the sample before, also for a container that has ended', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    takeTimers()
    t.after(takeTimers)
    return withEngine(async (engine) => {
      engine.image('idle', () => new Promise<number>(() => {}))
      await run(engine, 'cc', { Image: 'idle' })
      const raw = new Raw(engine.host).send('GET /containers/cc/stats HTTP/1.1\r\nHost: d\r\n\r\n')
      const samples = () => raw.text.split('"read":').length - 1
      const ticking = setInterval(() => t.mock.timers.tick(1000), 5)
      await raw.until(() => samples() >= 2)
      await ask(engine.host, 'POST', '/containers/cc/kill')
      await raw.until(() => raw.text.includes('"pids_stats":{}'))
      await ask(engine.host, 'DELETE', '/containers/cc')
      await raw.contains('\r\n0\r\n\r\n')
      clearInterval(ticking)
      const [first, second] = raw.text.split('\r\n').filter((line) => line.startsWith('{')) as [string, string]
      assert.equal((JSON.parse(first) as { preread: string }).preread, '0001-01-01T00:00:00Z')
      assert.equal((JSON.parse(second) as { preread: string }).preread, (JSON.parse(first) as { read: string }).read)
      raw.close()
    })
  })

  it('and top reject invalid requests', () =>
    withEngine(async (engine) => {
      engine.image('idle', ({ sleep }) => sleep(60_000))
      await ask(engine.host, 'POST', '/containers/create?name=cc', { Image: 'idle' })
      const both = 'cannot have stream=true and one-shot=true'
      assert.deepEqual(await message(engine, 'GET', '/containers/cc/stats?one-shot=1'), [400, both])
      assert.equal((await message(engine, 'GET', '/containers/no/stats'))[0], 404)
      assert.equal((await message(engine, 'GET', '/containers/cc/top'))[0], 409)
      await ask(engine.host, 'POST', '/containers/cc/start')
      const exec = JSON.parse((await ask(engine.host, 'POST', '/containers/cc/exec', { Cmd: ['x', 'y'] })).text)
      await ask(engine.host, 'POST', `/exec/${exec.Id}/start`, { Detach: true })
      const { Processes } = JSON.parse((await ask(engine.host, 'GET', '/containers/cc/top')).text)
      assert.equal(Processes[1].at(-1), 'x y')
    }))
})
