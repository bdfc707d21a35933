// What exec and its sessions put on the wire, and what they make of answers that no Engine at hand gives: newer API
// versions, servers that never end, execs that never started.

import assert from 'node:assert/strict'
import test from 'node:test'
import { exec, type FairleadError, startExec } from '../../src/index.ts'
import { exitCodeOf } from '../../src/recipes/exec-exit.ts'
import { eventually } from '../support/eventually.ts'
import { fakeEngine, framed, json, type Reply, type Seen, upgraded } from './fake-engine.ts'

const EXITED = { Running: false, ExitCode: 0, Pid: 42 }

/** Plays an exec: `stream` after the 101, then the end. */
function execOf(stream: string, state: object = EXITED): (seen: Seen) => Reply {
  return ({ target }) => {
    if (target.endsWith('/exec')) return json({ Id: 'e1' }, 201)
    if (target === '/exec/e1/json') return json(state)
    if (target.startsWith('/exec/e1/resize')) return json({})
    return async (wire) => {
      wire.send(upgraded() + stream)
      wire.end()
    }
  }
}

test('exec: the requests, with the same Tty in create and start', async (t) => {
  const fake = await fakeEngine(t, execOf(framed(1, 'out') + framed(2, 'err') + framed(3, 'daemon')))
  const result = await exec(fake.engine, 'c1', ['ls', '-l'], { env: { A: '1' }, user: 'me', privileged: true })
  assert.deepEqual(result, { exitCode: 0, stdout: 'out', stderr: 'errdaemon' })
  assert.deepEqual(fake.asked, ['POST /containers/c1/exec', 'POST /exec/e1/start', 'GET /exec/e1/json'])
  assert.deepEqual(JSON.parse(fake.seen[0]!.body), {
    AttachStdin: false,
    AttachStdout: true,
    AttachStderr: true,
    Cmd: ['ls', '-l'],
    Env: ['A=1'],
    User: 'me',
    Privileged: true,
    Tty: false,
  })
  assert.equal(fake.seen[1]!.body, '{"Detach":false,"Tty":false}')
  assert.match(fake.seen[1]!.fields, /\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n/)
})

test('exec: ConsoleSize from API 1.42 on, before it a resize', async (t) => {
  const tty = { rows: 24, columns: 80 }
  const newer = await fakeEngine(t, execOf('x'), '1.45')
  assert.equal((await exec(newer.engine, 'c1', ['sh'], { tty })).stdout, 'x')
  // The version is not known before the first answer; it is from the first exec's start on.
  assert.equal(newer.seen[1]!.body, '{"Detach":false,"Tty":true,"ConsoleSize":[24,80]}')
  await exec(newer.engine, 'c1', ['sh'], { tty })
  assert.deepEqual(JSON.parse(newer.seen[3]!.body).ConsoleSize, [24, 80])
  assert.ok(newer.asked.every((request) => !request.includes('resize')))

  const older = await fakeEngine(t, (seen) => {
    if (!seen.target.endsWith('/start')) return execOf('')(seen)
    return async (wire) => {
      wire.send(`${upgraded()}x`)
      await eventually(() => older.asked.some((request) => request.includes('resize')))
      wire.end()
    }
  })
  await exec(older.engine, 'c1', ['sh'], { tty })
  assert.ok(older.asked.includes('POST /exec/e1/resize?h=24&w=80'))
  assert.equal(older.seen[1]!.body, '{"Detach":false,"Tty":true}')
})

test('exec: a lagging state is asked again; one that never started, or never ends, is told', async (t) => {
  let asked = 0
  const lagging = await fakeEngine(t, (seen) => {
    if (seen.target !== '/exec/e1/json') return execOf('')(seen)
    return json(++asked < 4 ? { Running: true, ExitCode: null, Pid: 42 } : { Running: false, ExitCode: 7, Pid: 42 })
  })
  assert.equal((await exec(lagging.engine, 'c1', ['sh'])).exitCode, 7)
  assert.equal(asked, 4)

  const never = await fakeEngine(t, execOf('', { Running: false, ExitCode: null, Pid: 0 }))
  await assert.rejects(
    exec(never.engine, 'c1', ['sh']),
    (error: FairleadError) => error.code === 'ERR_EXEC_NOT_STARTED' && error.blame === 'peer',
  )
  const endless = await fakeEngine(t, execOf('', { Running: true, ExitCode: null, Pid: 42 }))
  // As exec() asks, with less patience.
  const running = exitCodeOf(endless.engine, 'e1', 50, undefined)
  await assert.rejects(running, (error: FairleadError) => error.code === 'ERR_EXEC_RUNNING')
})

test('exec: endOnExit ends what never sends its FIN, once it is silent, with everything that came', async (t) => {
  let running = true
  const fake = await fakeEngine(t, (seen) => {
    if (seen.target === '/exec/e1/json') return json(running ? { ...EXITED, Running: true, ExitCode: null } : EXITED)
    if (!seen.target.endsWith('/start')) return execOf('')(seen)
    return async (wire) => {
      wire.send(upgraded() + framed(1, 'one'))
      setTimeout(() => {
        wire.send(framed(1, 'two'))
        running = false
      }, 700)
      await wire.ended()
    }
  })
  assert.equal((await exec(fake.engine, 'c1', ['sh'], { endOnExit: true })).stdout, 'onetwo')
  await eventually(() => fake.engine.connections.busy === 0)
})

test('exec: a stream cut inside a frame is told; an answer in chunks takes no stdin', async (t) => {
  const cut = await fakeEngine(t, execOf(framed(1, 'whole') + framed(1, 'cut short').slice(0, 12)))
  await assert.rejects(exec(cut.engine, 'c1', ['sh']), (error: FairleadError) => error.code === 'ERR_TRUNCATED_FRAME')
  const proxied = await fakeEngine(t, (seen) => {
    if (!seen.target.endsWith('/start')) return execOf('')(seen)
    return 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
  })
  for (const stdin of ['', 'text']) {
    await assert.rejects(
      exec(proxied.engine, 'c1', ['sh'], { stdin }),
      (error: FairleadError) => error.code === 'ERR_TUNNEL_READ_ONLY',
    )
  }
})

test('a session: the size set last is the one that stays', async (t) => {
  let refusals = 3
  const fake = await fakeEngine(t, (seen) => {
    if (seen.target.includes('/resize')) return refusals-- > 0 ? json({ message: 'not yet' }, 500) : json({})
    if (!seen.target.endsWith('/start')) return execOf('')(seen)
    return async (wire) => {
      wire.send(upgraded())
      await wire.ended()
    }
  })
  const session = await startExec(fake.engine, 'c1', ['sh'], { tty: { rows: 1, columns: 2 } })
  await session.resize(3, 4)
  const sizes = fake.asked.filter((request) => request.includes('resize')).map((request) => request.split('?')[1])
  assert.deepEqual(sizes, ['h=1&w=2', 'h=1&w=2', 'h=1&w=2', 'h=1&w=2', 'h=3&w=4'])
  session.tunnel.close()
})
