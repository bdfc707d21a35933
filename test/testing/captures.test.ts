// Requests of captures of a real Docker Engine 20.10.24 are sent to the embedded engine in the same state. The responses are compared
// byte for byte after masking what has to differ (dates, ids, times, pids, versions) in both.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { EmbeddedEngine, type Program } from '../../src/testing.ts'
import { capture, loose, mask } from './captures.ts'
import { ask, exitCode, pause, Raw, run, splitAnswer } from './support.ts'

const IDLE = { Image: 'busybox', Cmd: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.2; done'] }
const NONE = { HostConfig: { NetworkMode: 'none' } }

const busybox: Program = async ({ args, stdout, stderr, sleep, signal }) => {
  switch (args.at(-1)) {
    case 'log':
      await stderr.write('err1\nerr2\nerr3\n')
      await stdout.write('out1\nout2\nout3\n')
      return 0
    case 'tty':
      await stdout.write('tty-out\n')
      await stderr.write('tty-err\n')
      return 0
    case 'tick':
      for (let i = 1; i <= 5; i++) {
        await stdout.write(`tick${i}\n`)
        await sleep(20)
      }
      return 0
    case 'wait':
      await sleep(50)
      return 0
    case 'true':
      return 0
    default:
      while (!signal.aborted) await sleep(200).catch(() => {})
      return 0
  }
}

let engine: EmbeddedEngine

async function prepare(): Promise<void> {
  engine = await EmbeddedEngine.start({ version: '20.10.24+dfsg1' })
  engine.image('busybox', busybox)
  await ask(engine.host, 'POST', '/containers/create?name=hw3153idle', { ...IDLE, ...NONE })
  for (const name of ['log', 'tty']) {
    await run(engine, `hw3153${name}`, { Image: 'busybox', Cmd: [name], Tty: name === 'tty', ...NONE })
    await exitCode(engine, `hw3153${name}`)
  }
}

/** Sends the capture's request and waits for a response as long as the captured one, or for its FIN. */
async function replay(number: string, fin: boolean, length: number): Promise<string> {
  const raw = new Raw(engine.host)
  raw.send(Buffer.from(capture(number, 'req'), 'latin1'))
  if (fin) await raw.ended()
  else await raw.until(() => raw.bytes.length >= length)
  // Surplus bytes would arrive at once.
  if (!fin) await pause(2)
  assert.equal(raw.fin, fin, 'FIN')
  raw.close()
  return raw.text
}

/** [capture, whether a FIN follows], in an order that keeps the state that each needs. */
const EXACT: readonly (readonly [string, boolean])[] = [
  ['01', false],
  ['02', false],
  ['03', false],
  ['04', true],
  ['05', false],
  ['07', false],
  ['08', false],
  ['09', false],
  ['10', false],
  ['11', true],
  ['12', true],
  ['13', false],
  ['14', true],
  ['15', true],
  ['16', false],
  ['18', false],
  ['19', false],
  ['20', false],
  ['21', false],
  ['22', false],
  ['23', false],
  ['24', false],
  ['25', false],
  ['26', false],
  ['31', false],
  ['32', false],
  ['33', false],
  ['34', true],
  ['35', true],
  ['36', false],
  ['37', false],
  ['38', false],
  ['40', false],
  ['41', false],
  ['88', false],
  ['87', false],
  ['89', false],
  ['90', false],
  ['91', false],
  ['92', false],
  ['93', false],
  ['94', true],
  ['96', false],
  ['97', false],
  ['118', false],
  ['119', false],
  ['122', true],
  ['123', false],
  ['124', false],
  ['127', false],
  ['128', false],
  ['129', false],
]

describe('captures of Docker 20.10.24', () => {
  before(prepare)
  after(() => engine.close())

  for (const [number, fin] of EXACT) {
    it(`responds to ${number} byte for byte`, async () => {
      const wanted = capture(number, 'res')
      assert.equal(mask(await replay(number, fin, wanted.length)), mask(wanted))
    })
  }

  it('describes a container field by field (27), chunked as a large body is', async () => {
    await ask(engine.host, 'POST', '/containers/hw3153idle/start')
    assert.equal(loose(await replay('27', false, 4000)), loose(capture('27', 'res')))
  })

  it('lists containers and images in the same fields (28, 99)', async () => {
    for (const { Names } of JSON.parse((await ask(engine.host, 'GET', '/containers/json')).text) as {
      Names: string[]
    }[]) {
      if (Names[0] !== '/hw3153idle') await ask(engine.host, 'DELETE', `/containers${Names[0]}?force=1`)
    }
    assert.equal(loose(await replay('28', false, 900)), loose(capture('28', 'res')))
    // The captured engine had a second, untagged image.
    const untagged = /,\{"Containers":-1,"Created":\d+,"Id":"sha256:5068[^}]*\}/.exec(capture('99', 'res'))![0]
    const images = (text: string) =>
      loose(
        text.includes(untagged)
          ? text.replace(untagged, '').replace('Content-Length: 504', `Content-Length: ${504 - untagged.length}`)
          : text,
      )
    assert.equal(images(await replay('99', false, 400)), images(capture('99', 'res')))
  })

  it('describes itself in the same fields (06, 116)', async () => {
    const shape = (text: string) => {
      const { head, body } = splitAnswer(text)
      const values = body.replace(/"(GitCommit|BuildTime|KernelVersion|Version)":"[^"]*"/g, '"$1":"*"')
      return `${mask(head).replace(/^Content-Length: \d+/m, 'Content-Length: *')}${values}`
    }
    assert.equal(shape(await replay('06', false, 500)), shape(capture('06', 'res')))
    const both = await replay('116', false, 800)
    assert.equal(mask(splitAnswer(both).head), mask(splitAnswer(capture('116', 'res')).head))
    assert.equal(shape(splitAnswer(both).rest), shape(splitAnswer(capture('116', 'res')).rest))
  })

  it('reports a file and packs it (85, 86)', async () => {
    const stat = (text: string) => {
      const found = /Path-Stat: (\S+)/.exec(text)![1]!
      const plain = Buffer.from(found, 'base64')
        .toString()
        .replace(/"mtime":"[^"]*"/, '"mtime":"*"')
      return mask(text).replace(found, plain)
    }
    // The time in it has no fixed length.
    const answer = async (number: string, whole: (raw: Raw) => boolean) => {
      const raw = await new Raw(engine.host).send(capture(number, 'req')).until(whole)
      raw.close()
      return raw.text
    }
    assert.equal(stat(await answer('86', ({ text }) => text.endsWith('OK'))), stat(capture('86', 'res')))
    const [mine, wanted] = [
      await answer('85', ({ text }) => text.split('\r\n\r\n')[1]?.length === 2048),
      capture('85', 'res'),
    ]
    // The time, the sum over it, and the content.
    const tar = (text: string) =>
      stat(text)
        .replace(/\d{11}\0\d{6}\0 /, '* ')
        .replace(/[0-9a-f]{12}\n/, '*\n')
    assert.equal(tar(mine), tar(wanted))
  })

  it('rejects an incomplete body (98)', async () => {
    const raw = new Raw(engine.host)
    raw.socket.end(Buffer.from(capture('98', 'req'), 'latin1'))
    await raw.ended()
    assert.equal(mask(raw.text), mask(capture('98', 'res')))
  })

  it('follows a log (39)', async () => {
    await run(engine, 'hw3153tick', { Image: 'busybox', Cmd: ['tick'], ...NONE })
    const wanted = capture('39', 'res')
    assert.equal(mask(await replay('39', false, wanted.length)), mask(wanted))
  })

  it('sends the head of a wait at once and the code at the exit (42)', async () => {
    await ask(engine.host, 'POST', '/containers/create?name=hw3153wait', { Image: 'busybox', Cmd: ['wait'], ...NONE })
    const wanted = capture('42', 'res')
    const raw = new Raw(engine.host).send(capture('42', 'req'))
    await raw.contains('\r\n\r\n')
    assert.equal(mask(raw.text), mask(splitAnswer(wanted).head))
    await ask(engine.host, 'POST', '/containers/hw3153wait/start')
    await raw.until(() => raw.bytes.length >= wanted.length)
    assert.equal(mask(raw.text), mask(wanted))
    raw.close()
  })

  it('publishes a container’s life in the same events (78), one JSON value per chunk', async () => {
    const from = Math.floor(Date.now() / 1000)
    await run(engine, 'hw3153die', { Image: 'busybox', Cmd: ['true'], ...NONE })
    await exitCode(engine, 'hw3153die')
    const text = (await ask(engine.host, 'GET', `/events?since=${from}&until=${Date.now() / 1000 + 0.01}`)).text
    const life = (lines: string[]) => lines.filter((line) => !/"Action":"(exec|attach)/.test(line)).map(mask)
    const mine = text.split('\n').filter((line) => line.includes('hw3153die') || line.includes('"network"'))
    const theirs = splitAnswer(capture('78', 'res')).chunks.map((chunk) => chunk.slice(0, -1))
    assert.deepEqual(life(mine).slice(-5), life(theirs))
  })

  it('ends a stream cleanly when the client half-closes (80, 121)', async () => {
    for (const number of ['80', '121']) {
      const raw = new Raw(engine.host)
      raw.socket.end(capture(number, 'req'))
      await raw.ended()
      assert.equal(mask(raw.text), mask(capture(number, 'res')))
    }
  })

  it('has the fields of live events in the same order (79)', async () => {
    const raw = new Raw(engine.host).send(capture('79', 'req'))
    await raw.contains('\r\n\r\n')
    await ask(engine.host, 'POST', '/containers/hw3153idle/kill?signal=WINCH')
    await raw.contains('timeNano')
    const [wanted, mine] = [splitAnswer(capture('79', 'res')), splitAnswer(raw.text)]
    assert.equal(mask(mine.head), mask(wanted.head))
    const plain = (chunk: string) =>
      mask(chunk).replaceAll('pause', 'kill').replace('"signal":"28"', '').replace(',}', '}')
    assert.equal(plain(mine.chunks[0]!), plain(wanted.chunks[0]!))
    raw.close()
  })
})
