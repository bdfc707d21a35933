// The bytes of exec and its sessions on the wire, and responses that no Engine of the live tests sends: newer API versions,
// servers that never end a stream, execs that never started.

import assert from 'node:assert/strict'
import test from 'node:test'
import { exec, type FairleadError, startExec } from '../../../src/index.ts'
import { exitCodeOf } from '../../../src/recipes/containers/exec-exit.ts'
import { eventually } from '../../support/eventually.ts'
import { frameText } from '../../support/frames.ts'
import { EXITED, execOf, fakeEngine, json, upgraded } from '../fake-engine.ts'

test('exec: the requests, with the same Tty in create and start', async (t) => {
  const fake = await fakeEngine(t, execOf(frameText(1, 'out') + frameText(2, 'err') + frameText(3, 'daemon')))
  const result = await exec(fake.engine, 'c1', ['ls', '-l'], { env: { A: '1' }, user: 'me', privileged: true })
  assert.deepEqual(result, { exitCode: 0, stdout: 'out', stderr: 'errdaemon' })
  assert.deepEqual(fake.requests, ['POST /containers/c1/exec', 'POST /exec/e1/start', 'GET /exec/e1/json'])
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

test('exec: ConsoleSize from API 1.42 on, a resize before it', async (t) => {
  const tty = { rows: 24, columns: 80 }
  const newer = await fakeEngine(t, execOf('x'), '1.45')
  assert.equal((await exec(newer.engine, 'c1', ['sh'], { tty })).stdout, 'x')
  // The version is unknown before the first response; it is known from the first exec's start on.
  assert.equal(newer.seen[1]!.body, '{"Detach":false,"Tty":true,"ConsoleSize":[24,80]}')
  await exec(newer.engine, 'c1', ['sh'], { tty })
  assert.deepEqual(JSON.parse(newer.seen[3]!.body).ConsoleSize, [24, 80])
  assert.ok(newer.requests.every((request) => !request.includes('resize')))

  const older = await fakeEngine(t, (seen) => {
    if (!seen.target.endsWith('/start')) return execOf('')(seen)
    return async (wire) => {
      wire.send(`${upgraded()}x`)
      await eventually(() => older.requests.some((request) => request.includes('resize')))
      wire.end()
    }
  })
  await exec(older.engine, 'c1', ['sh'], { tty })
  assert.ok(older.requests.includes('POST /exec/e1/resize?h=24&w=80'))
  assert.equal(older.seen[1]!.body, '{"Detach":false,"Tty":true}')
})

test('exec: Podman ignores ConsoleSize, so the size is also set after the start', async (t) => {
  const podman = await fakeEngine(
    t,
    (seen) => {
      if (seen.target.endsWith('/exec')) {
        const text = '{"Id":"e1"}'
        return `HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nLibpod-Api-Version: 5.8.6\r\nContent-Length: ${text.length}\r\n\r\n${text}`
      }
      if (!seen.target.endsWith('/start')) return execOf('')(seen)
      return async (wire) => {
        wire.send(`${upgraded()}x`)
        await eventually(() => podman.requests.some((request) => request.includes('resize')))
        wire.end()
      }
    },
    '1.44',
  )
  await exec(podman.engine, 'c1', ['sh'], { tty: { rows: 24, columns: 80 } })
  assert.ok(podman.requests.includes('POST /exec/e1/resize?h=24&w=80'))
  assert.equal(podman.engine.isPodman, true)
})

test('exec: a lagging state is polled again; an exec that never started or never ends rejects', async (t) => {
  let polls = 0
  const lagging = await fakeEngine(t, (seen) => {
    if (seen.target !== '/exec/e1/json') return execOf('')(seen)
    return json(++polls < 4 ? { Running: true, ExitCode: null, Pid: 42 } : { Running: false, ExitCode: 7, Pid: 42 })
  })
  assert.equal((await exec(lagging.engine, 'c1', ['sh'])).exitCode, 7)
  assert.equal(polls, 4)

  const never = await fakeEngine(t, execOf('', { Running: false, ExitCode: null, Pid: 0 }))
  await assert.rejects(
    exec(never.engine, 'c1', ['sh']),
    (error: FairleadError) => error.code === 'ERR_EXEC_NOT_STARTED' && error.blame === 'peer',
  )
  const endless = await fakeEngine(t, execOf('', { Running: true, ExitCode: null, Pid: 42 }))
  // As exec() polls, with a shorter limit.
  const running = exitCodeOf(endless.engine, 'e1', 50, undefined)
  await assert.rejects(running, (error: FairleadError) => error.code === 'ERR_EXEC_RUNNING')
})

test('exec: endOnExit ends a silent stream without a FIN, and keeps everything that arrived', async (t) => {
  let running = true
  const fake = await fakeEngine(t, (seen) => {
    if (seen.target === '/exec/e1/json') return json(running ? { ...EXITED, Running: true, ExitCode: null } : EXITED)
    if (!seen.target.endsWith('/start')) return execOf('')(seen)
    return async (wire) => {
      wire.send(upgraded() + frameText(1, 'one'))
      setTimeout(() => {
        wire.send(frameText(1, 'two'))
        running = false
      }, 700)
      await wire.ended()
    }
  })
  assert.equal((await exec(fake.engine, 'c1', ['sh'], { endOnExit: true })).stdout, 'onetwo')
  await eventually(() => fake.engine.connections.busy === 0)
})

test('exec: a stream cut inside a frame rejects; a response in chunks takes no stdin', async (t) => {
  const cut = await fakeEngine(t, execOf(frameText(1, 'whole') + frameText(1, 'cut short').slice(0, 12)))
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

test('a session: the last size set stays', async (t) => {
  let failures = 3
  const fake = await fakeEngine(t, (seen) => {
    if (seen.target.includes('/resize')) return failures-- > 0 ? json({ message: 'not yet' }, 500) : json({})
    if (!seen.target.endsWith('/start')) return execOf('')(seen)
    return async (wire) => {
      wire.send(upgraded())
      await wire.ended()
    }
  })
  const session = await startExec(fake.engine, 'c1', ['sh'], { tty: { rows: 1, columns: 2 } })
  await session.resize(3, 4)
  const sizes = fake.requests.filter((request) => request.includes('resize')).map((request) => request.split('?')[1])
  assert.deepEqual(sizes, ['h=1&w=2', 'h=1&w=2', 'h=1&w=2', 'h=1&w=2', 'h=3&w=4'])
  session.tunnel.close()
})
