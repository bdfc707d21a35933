// Tunnels against the real engines of this run: Docker and Podman, each over its unix socket, TCP and TLS.

import assert from 'node:assert/strict'
import path from 'node:path'
import test, { type TestContext } from 'node:test'
import type { Engine } from '../../../src/index.ts'
import { tcpBridge } from '../../support/bridge.ts'
import { makeCertificates, withoutOpenssl } from '../../support/certificates.ts'
import { eventually } from '../../support/eventually.ts'
import { liveEngine, livePodman } from '../../support/live.ts'
import { repeated, variant } from '../../support/soak.ts'
import { tempDir } from '../../support/temp.ts'
import { tlsBridge } from '../../support/tls-bridge.ts'
import { all, failure, outcome } from './tunnel-kit.ts'
import { attachTo, create, digest, exec, idle, open, outputsOf, pour, start } from './tunnel-live-kit.ts'

/** MiB sent through a container and back. */
const POURED = repeated({ soak: 64, usually: 16 })

/** Leads to an engine on a unix socket. */
const ways: Record<string, (t: TestContext, host: string) => Promise<Engine>> = {
  async unix(t, host) {
    return open(t, { host })
  },
  async tcp(t, host) {
    const bridge = await tcpBridge(host)
    return open(t, { host: bridge.host }, bridge.close)
  },
  async TLS(t, host) {
    const made = makeCertificates(tempDir(t))
    const bridge = await tlsBridge(host, made)
    return open(t, { host: bridge.host, tls: { ca: made.ca, ...made.client } }, bridge.close)
  },
}

for (const [who, live] of [
  ['Docker', liveEngine()],
  ['Podman', livePodman()],
] as const) {
  const { host } = live
  // Bridges reach unix sockets; an Engine that the user named may be elsewhere.
  const skip =
    live.skip || (path.isAbsolute(new URL(host).pathname) && host.startsWith('unix:') ? false : 'not a unix socket')

  for (const [name, way] of Object.entries(ways)) {
    const hindered = skip || (name === 'TLS' && withoutOpenssl()) || (name !== 'unix' && variant)

    test(`${who}, ${name}: fed, half-closed, responding late`, { skip: hindered }, async (t) => {
      const engine = await way(t, host)
      const id = await idle(engine)
      const sorted = await exec(engine, id, ['sh', '-c', 'sort | wc -l'])
      assert.deepEqual([sorted.tunnel.status, sorted.tunnel.multiplexed], [101, true])
      await sorted.tunnel.write('b\na\nc\n')
      sorted.tunnel.end()
      assert.deepEqual(await outcome(sorted.tunnel), { frames: ['stdout 3\n'], code: undefined })
      assert.equal(await sorted.exitCode(), 0)
      const late = await exec(engine, id, ['sh', '-c', 'cat; sleep 2; echo late; sleep 0.2; echo err >&2; exit 7'])
      await late.tunnel.write('in\n')
      late.tunnel.end()
      assert.deepEqual(await outputsOf(late.tunnel), { stdout: 'in\nlate\n', stderr: 'err\n' })
      assert.equal(await late.exitCode(), 7)
    })

    test(`${who}, ${name}: ${POURED} MiB in and out again, identical`, { skip: hindered }, async (t) => {
      const engine = await way(t, host)
      const id = await idle(engine)
      const summed = await exec(engine, id, ['sha256sum'])
      const sent = await pour(summed.tunnel, POURED)
      assert.deepEqual(await outcome(summed.tunnel), { frames: [`stdout ${sent}  -\n`], code: undefined })
      const echoed = await exec(engine, id, ['cat'])
      const [out, back] = await Promise.all([pour(echoed.tunnel, POURED), digest(echoed.tunnel)])
      assert.equal(back, out)
      assert.equal(await echoed.exitCode(), 0)
    })
  }

  test(`${who}: attach with stdin that ends once, from before the start to the exit`, { skip }, async (t) => {
    const engine = open(t, { host })
    const id = await create(engine, ['sh', '-c', 'cat; echo end >&2'], { OpenStdin: true, StdinOnce: true })
    const tunnel = await attachTo(engine, id, { stdin: true })
    await start(engine, id)
    await tunnel.write('€ one\n')
    await tunnel.write('two\n')
    tunnel.end()
    const text = Buffer.from('€ one\ntwo\n').toString('latin1')
    assert.deepEqual(await outputsOf(tunnel), { stdout: text, stderr: 'end\n' })
  })

  test(`${who}: a TTY’s bytes arrive at once and exact, by inspection alone`, { skip }, async (t) => {
    const engine = open(t, { host })
    const script = 'stty raw -echo; printf "/ # "; head -c 4; printf done'
    const id = await create(engine, ['sh', '-c', script], { Tty: true, OpenStdin: true })
    const tunnel = await attachTo(engine, id, { stdin: true })
    assert.equal(tunnel.multiplexed, false)
    await start(engine, id)
    const iterator = tunnel[Symbol.asyncIterator]()
    let seen = Buffer.alloc(0)
    const until = async (text: string): Promise<void> => {
      while (seen.length < text.length) {
        const { value, done } = await iterator.next()
        if (done) break
        seen = Buffer.concat([seen, value])
      }
      assert.equal(seen.toString('latin1'), text)
    }
    await until('/ # ')
    await tunnel.write(Uint8Array.of(1, 2, 0, 0))
    await until('/ # \x01\x02\0\0done')
    await iterator.return?.()
  })

  test(`${who}: an exec’s TTY, too`, { skip }, async (t) => {
    const engine = open(t, { host })
    const id = await idle(engine)
    const { tunnel, exitCode } = await exec(engine, id, ['sh', '-c', 'stty -onlcr; printf "\\001\\000\\000abc✔"'], {
      Tty: true,
    })
    assert.equal(tunnel.multiplexed, false)
    const received = Buffer.concat(await all(tunnel))
    assert.equal(received.toString(), '\x01\0\0abc✔')
    assert.equal(await exitCode(), 0)
  })

  test(`${who}: what never existed is a 404 with its own message`, { skip }, async (t) => {
    const engine = open(t, { host })
    for (let i = 0; i < 2; i++) {
      const attach = await failure(attachTo(engine, 'never-was'))
      assert.match(attach.message, /^POST \/containers\/never-was\/attach: 404 .*never-was/)
      const exec = await failure(engine.tunnel('/exec/{id}/start', { path: { id: 'never-was' }, body: {} }))
      assert.match(exec.message, /^POST \/exec\/never-was\/start: 404 .*/)
    }
    assert.equal(engine.connections.busy, 0)
  })

  test(`${who}: closing a tunnel leaves the container running`, { skip }, async (t) => {
    const engine = open(t, { host })
    const id = await create(engine, ['sh', '-c', 'while :; do echo tick; sleep 0.1; done'])
    await start(engine, id)
    for await (const { text } of (await attachTo(engine, id)).lines()) {
      assert.equal(text, 'tick')
      break
    }
    const { State } = await engine.untyped.get<{ State: { Running: boolean } }>('/containers/{id}/json', {
      path: { id },
    })
    assert.equal(State.Running, true)
    await eventually(() => engine.connections.busy === 0)
  })
}
