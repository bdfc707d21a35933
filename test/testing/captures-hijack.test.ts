// Hijacked streams, compared byte for byte with captures of a real Docker Engine 20.10.24 (43 to 77): what was sent with the head,
// what after the response's head, a half-close, and whether the Engine closed its side.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { EmbeddedEngine, type Program } from '../../src/testing.ts'
import { capture, mask } from './captures.ts'
import { ask, exitCode, pause, Raw, run } from './support.ts'

const NONE = { HostConfig: { NetworkMode: 'none' } }

const cat: Program = async ({ stdin, stdout, tty }) => {
  for await (const piece of stdin) {
    // First what a terminal echoes, then the program's output.
    if (tty) await stdout.write(piece)
    await stdout.write(piece)
  }
}

const busybox: Program = async ({ args, stdin, stdout, stderr, sleep }) => {
  switch (args.at(-1)) {
    case 'log':
      await stderr.write('err1\nerr2\nerr3\n')
      await stdout.write('out1\nout2\nout3\n')
      return 0
    case 'late':
      for await (const piece of stdin) {
        await sleep(10)
        await stdout.write(`got ${piece}`)
      }
      await sleep(20)
      await stdout.write('late\n')
      return 0
    case 'started':
      await stdout.write('started\n')
      return 0
    case 'die':
      await stdout.write('one\n')
      await sleep(10)
      await stdout.write('two\n')
      return 0
    default:
      return sleep(60_000).then(() => 0)
  }
}

const commands: Record<string, Program> = {
  cat,
  true: () => 0,
  both: async ({ stdout, stderr, sleep }) => {
    await stdout.write('hi\n')
    await sleep(5)
    await stderr.write('e\n')
  },
  turned: async ({ stdout, stderr, sleep }) => {
    await stderr.write('e\n')
    await sleep(5)
    await stdout.write('hi\n')
  },
  inlate: async ({ stdin, stdout, sleep }) => {
    for await (const piece of stdin) await stdout.write(piece)
    await sleep(20)
    await stdout.write('late\n')
  },
  tty: ({ stdout, tty }) => void stdout.write(`tty\n${tty ? 'yes' : 'no'}\n`),
}

let engine: EmbeddedEngine

interface Scene {
  readonly number: string
  /** Sent after the response's head was received; the capture's request ends with it. */
  readonly after?: string
  /** When the client closes its side: with what it sends, or when the stream was received. */
  readonly half?: 'at once' | 'later'
  /** Whether the Engine closes its side at the end. */
  readonly fin: boolean
  /** The container and its configuration, or the exec. */
  readonly container?: [name: string, cmd: string, config?: object]
  readonly exec?: object
  readonly act?: () => Promise<unknown>
}

const ONCE = { OpenStdin: true, StdinOnce: true }
const KEEP = { OpenStdin: true }

async function play({ number, after: stdin = '', half, fin, container, exec, act }: Scene): Promise<void> {
  let request = capture(number, 'req')
  let wanted = capture(number, 'res')
  if (container) await run(engine, container[0], { Image: 'busybox', Cmd: [container[1]], ...NONE, ...container[2] })
  if (exec) {
    const { text } = await ask(engine.host, 'POST', '/containers/hw3153idle/exec', exec)
    const id = (JSON.parse(text) as { Id: string }).Id
    request = request.replace(/\/exec\/[0-9a-f]{64}/, `/exec/${id}`)
    wanted = mask(wanted)
  }
  assert.ok(request.endsWith(stdin))
  const raw = new Raw(engine.host)
  const first = Buffer.from(request.slice(0, request.length - stdin.length), 'latin1')
  if (half === 'at once' && stdin === '') raw.socket.end(first)
  else raw.send(first)
  await raw.contains('\r\n\r\n')
  if (stdin !== '') raw.send(Buffer.from(stdin, 'latin1'))
  if (half === 'at once') raw.socket.end()
  await act?.()
  if (half === 'later') {
    await raw.until(() => mask(raw.text).length >= mask(wanted).length)
    raw.socket.end()
  }
  if (fin) await raw.ended()
  else {
    await raw.until(() => mask(raw.text).length >= mask(wanted).length)
    await pause(10)
  }
  assert.equal(raw.fin, fin, 'FIN')
  assert.equal(mask(raw.text), mask(wanted))
  raw.close()
}

const HELLO = { after: 'hello\n', half: 'later', fin: true } as const

/** In an order that keeps the state that each needs. */
const SCENES: readonly Scene[] = [
  { number: '43', ...HELLO, container: ['hw3153cat1once', 'cat', ONCE] },
  { number: '44', ...HELLO, container: ['hw3153cat2once', 'cat', ONCE] },
  { number: '45', ...HELLO, container: ['hw3153cat1keep', 'cat', KEEP] },
  { number: '46', ...HELLO, container: ['hw3153cat2keep', 'cat', KEEP] },
  { number: '47', after: 'in\n', half: 'at once', fin: true, container: ['hw3153latetrue', 'late', ONCE] },
  { number: '48', after: 'in\n', half: 'at once', fin: true, container: ['hw3153latefalse', 'late', KEEP] },
  { number: '49', half: 'later', fin: true, container: ['hw3153cat3', 'cat', ONCE] },
  { number: '50', after: 'after-te\n', half: 'later', fin: true, container: ['hw3153cat4', 'cat', ONCE] },
  { number: '51', after: 'after-cl\n', half: 'later', fin: true, container: ['hw3153cat4b', 'cat', ONCE] },
  { number: '54', fin: true },
  { number: '55', fin: true },
  { number: '56', fin: false },
  { number: '57', fin: true },
  { number: '58', fin: true },
  { number: '62', fin: false },
  { number: '63', fin: true, exec: { AttachStdout: true, AttachStderr: true, Cmd: ['both'] } },
  { number: '65', fin: true, exec: { AttachStdout: true, AttachStderr: true, Cmd: ['turned'] } },
  {
    number: '66',
    after: 'exec-in\n',
    half: 'later',
    fin: true,
    exec: { AttachStdin: true, AttachStdout: true, Cmd: ['cat'] },
  },
  {
    number: '67',
    after: 'exec-in\n',
    half: 'later',
    fin: true,
    exec: { AttachStdin: true, AttachStdout: true, Cmd: ['cat'] },
  },
  {
    number: '68',
    after: 'in\n',
    half: 'at once',
    fin: true,
    exec: { AttachStdin: true, AttachStdout: true, Cmd: ['inlate'] },
  },
  { number: '69', half: 'later', fin: true, exec: { AttachStdin: true, AttachStdout: true, Cmd: ['cat'] } },
  { number: '70', fin: true, exec: { AttachStdout: true, Tty: true, Cmd: ['tty'] } },
  { number: '71', fin: false, exec: { AttachStdout: true, Cmd: ['true'] } },
  { number: '72', fin: false, exec: { AttachStdout: true, Cmd: ['true'] } },
  { number: '73', fin: false },
  { number: '74', fin: true, exec: { AttachStdout: true, Cmd: ['nosuchbinary'] } },
  { number: '75', fin: true, exec: { AttachStdout: true, Cmd: ['nosuchbinary'] } },
  { number: '77', fin: false },
]

describe('hijacked streams of Docker 20.10.24', () => {
  before(async () => {
    engine = await EmbeddedEngine.start({ version: '20.10.24+dfsg1' })
    engine.image('busybox', busybox, { commands })
    await run(engine, 'hw3153idle', { Image: 'busybox', Cmd: ['idle'], ...NONE })
    await run(engine, 'hw3153log', { Image: 'busybox', Cmd: ['log'], ...NONE })
    await exitCode(engine, 'hw3153log')
  })
  after(() => engine.close())

  for (const scene of SCENES) it(`responds to ${scene.number} byte for byte`, () => play(scene))

  it('responds to 29, 52, 53, 59, 61 and 64 byte for byte', async () => {
    await play({ number: '29', fin: false })

    // The detach keys are sent last, alone.
    await run(engine, 'hw3153cat5', { Image: 'busybox', Cmd: ['cat'], Tty: true, ...ONCE, ...NONE })
    const wanted = capture('52', 'res')
    const request = capture('52', 'req')
    const tty = new Raw(engine.host).send(request.slice(0, -8))
    await tty.contains('\r\n\r\n')
    tty.send('hello\n')
    await tty.until(() => tty.bytes.length >= wanted.length)
    tty.send('\x10\x11')
    await tty.ended()
    assert.equal(tty.text, wanted)

    for (const [number, name, cmd] of [
      ['53', 'hw3153never', 'started'],
      ['61', 'hw3153die', 'die'],
    ] as const) {
      await ask(engine.host, 'POST', `/containers/create?name=${name}`, { Image: 'busybox', Cmd: [cmd], ...NONE })
      await play({ number, fin: true, act: () => ask(engine.host, 'POST', `/containers/${name}/start`) })
    }

    await ask(engine.host, 'POST', '/containers/hw3153idle/pause')
    await play({ number: '59', fin: true })
    await ask(engine.host, 'POST', '/containers/hw3153idle/unpause')

    const { text } = await ask(engine.host, 'POST', '/containers/hw3153idle/exec', { Cmd: ['true'] })
    const id = (JSON.parse(text) as { Id: string }).Id
    const again = () => new Raw(engine.host).send(capture('64', 'req').replace(/[0-9a-f]{64}/, id)).ended()
    await again()
    assert.equal(mask((await again()).text), mask(capture('64', 'res')))
  })
})
