// Faults of hijacked responses: proxies that remove the upgrade, buffer or forbid; a head in one write with its stream; no FIN.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EmbeddedEngine } from '../../src/testing.ts'
import { attach, cat, HEAD_101, HEAD_200 } from './attach-kit.ts'
import { ask, pause, type Raw, run, withEngine } from './support.ts'

async function attached(engine: EmbeddedEngine, name: string): Promise<Raw> {
  return attach(engine, name).contains('\r\n\r\n')
}

describe('a fault of attach', () => {
  it('changes its responses', () =>
    withEngine(async (engine) => {
      engine.image('cat', cat)
      engine.image('hi', ({ stdout }) => void stdout.write('hi\n'))
      const once = (plan: object) => engine.faults.add({ match: /attach/, times: 1, plan })
      await run(engine, 'cc', { Image: 'cat', OpenStdin: true, StdinOnce: true })
      once({ status200: true })
      const both = await attached(engine, 'cc')
      assert.equal(both.text, HEAD_200)
      once({ chunked200: true })
      const chunked = await attached(engine, 'cc')
      chunked.socket.end('nobody receives this')
      both.socket.end('x\n')
      await chunked.ended()
      const head = `${HEAD_200.slice(0, -2)}Transfer-Encoding: chunked\r\n\r\n`
      assert.equal(chunked.text, `${head}a\r\n\x01\0\0\0\0\0\0\x02x\n\r\n0\r\n\r\n`)

      await ask(engine.host, 'POST', '/containers/create?name=hi', { Image: 'hi' })
      const reads: number[] = []
      once({ headWithBody: true })
      const joined = attach(engine, 'hi')
      joined.socket.on('data', (data: Buffer) => reads.push(data.length))
      await until(() => engine.requests.at(-1)!.path.endsWith('attach'))
      await ask(engine.host, 'POST', '/containers/hi/start')
      await joined.ended()
      assert.deepEqual(reads, [HEAD_101.length + 11])
      once({ headWithBody: true })
      assert.equal((await attach(engine, 'hi', 'logs=0').ended()).text, HEAD_101)

      once({ delayBody: 300 })
      const split = attach(engine, 'hi', 'logs=1&stdout=1')
      assert.equal((await split.contains('\r\n\r\n')).text, HEAD_101)
      assert.match((await split.ended()).text, /hi\n$/)

      once({ neverFin: true })
      const endless = await attached(engine, 'hi')
      await ask(engine.host, 'POST', '/containers/hi/start')
      await endless.contains('hi\n')
      await pause(20)
      assert.equal(endless.fin, false)
      const open = engine.connections
      endless.close()
      await until(() => engine.connections === open - 1)

      const html = '<html>Forbidden</html>'
      once({ instead: { status: 403, type: 'text/html', body: html } })
      const fields = `Content-Type: text/html\r\nContent-Length: ${html.length}\r\nConnection: close`
      assert.equal((await attach(engine, 'cc').ended()).text, `HTTP/1.1 403 Forbidden\r\n${fields}\r\n\r\n${html}`)
    }))
})

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i++) await pause(5)
  assert.ok(holds())
}
