// Images, builds and stats, compared with the responses of a real Docker Engine 20.10.24 (captures 30, 81 to 84, 100 to 112).

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { EmbeddedEngine, type Program } from '../../src/testing.ts'
import { capture, mask } from './captures.ts'
import { ask, exitCode, Raw, run, splitAnswer } from './support.ts'

const busybox: Program = async ({ args, stdout, sleep }) => {
  const command = args.join(' ')
  if (command === '/bin/sh -c echo built') return stdout.write('built\n').then(() => 0)
  if (command === '/bin/sh -c exit 3') return 3
  if (command === 'log') return 0
  return sleep(60_000).then(() => 0)
}

const IDLE = { Image: 'busybox', Cmd: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.2; done'] }
const NO_HOST = 'dial tcp: lookup registry-1.docker.io on 10.255.255.53:53: no such host'

let engine: EmbeddedEngine

async function replay(number: string): Promise<string> {
  const wanted = capture(number, 'res')
  const raw = new Raw(engine.host).send(Buffer.from(capture(number, 'req'), 'latin1'))
  await raw.until(() => raw.bytes.length >= Math.min(wanted.length, raw.text.endsWith('0\r\n\r\n') ? 0 : wanted.length))
  raw.close()
  return raw.text
}

/** Masks ids of any length, also inside text. */
function ids(text: string): string {
  return mask(text).replace(/\b[0-9a-f]{12}\b/g, 'short')
}

/** Masks every number and time, so that names, order and types are compared. */
function shape(text: string): string {
  const { head, body } = splitAnswer(text)
  const plain = body.replace(/"(pre)?read":"[^"]*"/g, '"$1read":"time"').replace(/:\d+/g, ':0')
  return (
    mask(head).replace(/Content-Length: \d+/, 'Content-Length: *') + mask(plain).replace(/\[0?(:0)?[\d,]*\]/g, '[]')
  )
}

describe('images, builds and stats of Docker 20.10.24', () => {
  before(async () => {
    engine = await EmbeddedEngine.start({ version: '20.10.24+dfsg1' })
    engine.image('busybox', busybox)
    await run(engine, 'hw3153idle', IDLE)
    await run(engine, 'hw3153log', { Image: 'busybox', Cmd: ['log'] })
    await exitCode(engine, 'hw3153log')
  })
  after(() => engine.close())

  for (const number of ['84', '100', '101', '102', '104', '110', '111', '112']) {
    it(`responds to ${number} byte for byte`, async () => {
      assert.equal(mask(await replay(number)), mask(capture(number, 'res')))
    })
  }

  for (const number of ['108', '109']) {
    it(`builds ${number} with the same records except ids`, async () => {
      assert.equal(ids(await replay(number)), ids(capture(number, 'res')))
    })
  }

  it('reports a failed push by a script (106)', async () => {
    engine.script('push', async ({ record }) => {
      await record({ status: 'The push refers to repository [docker.io/library/busybox]' })
      throw new Error(`Get "https://registry-1.docker.io/v2/": ${NO_HOST}`)
    })
    assert.equal(mask(await replay('106')), mask(capture('106', 'res')))
  })

  it('has the fields of stats and of top in order (30, 81, 82, 83)', async () => {
    for (const number of ['82', '83']) {
      const raw = await new Raw(engine.host).send(capture(number, 'req')).contains(']}\n'.slice(2))
      assert.equal(shape(raw.text).replace(networks, ''), shape(capture(number, 'res')).replace(networks, ''))
      raw.close()
    }
    const raw = await new Raw(engine.host).send(capture('81', 'req')).contains('"}\n\r\n')
    const first = (text: string) => `${text.slice(0, text.indexOf('"}\n\r\n') + 5)}0\r\n\r\n`
    assert.equal(shape(first(raw.text)), shape(first(capture('81', 'res'))))
    raw.close()

    const { text } = await ask(engine.host, 'GET', '/containers/hw3153idle/top')
    const { Processes, Titles } = JSON.parse(text) as { Processes: string[][]; Titles: string[] }
    const wanted = JSON.parse(splitAnswer(capture('30', 'res')).body) as { Processes: string[][]; Titles: string[] }
    assert.deepEqual(Titles, wanted.Titles)
    assert.deepEqual(Processes[0]!.at(-1), wanted.Processes[0]!.at(-1))
    assert.equal(Processes[0]!.length, Titles.length)
  })
})

const networks = /,"networks":\{.*\}(?=\}\n)/
