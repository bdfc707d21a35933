// The other recipes' bytes on the wire, and responses that no Engine of the live tests sends: every Content-Type with every kind
// of stream, Podman's late heads, processes that do not run yet.

import assert from 'node:assert/strict'
import test from 'node:test'
import { attach, EngineError, type FairleadError, logs, resize, run, wait } from '../../src/index.ts'
import { GONE_GRACE_MS } from '../../src/recipes/containers/wait.ts'
import { eventually } from '../support/eventually.ts'
import { frameText } from '../support/frames.ts'
import { fakeEngine, json, NO_CONTENT, type Reply, type Seen, upgraded } from './fake-engine.ts'

test('TTY or frames: the Content-Type decides if it says frames, else the caller or the Engine, never the bytes', async (t) => {
  const vectors = ['/ # ', 'hi\r\n', 'abc\xe2\x9c\x94', '\x01\x1b[0mhello', '\x00\x01\x02\x03', frameText(1, 'x')]
  for (const version of ['1.41', '1.45']) {
    for (const type of ['raw-stream', 'multiplexed-stream']) {
      for (const tty of type === 'raw-stream' ? [true, false] : [false]) {
        for (const isGiven of [true, false]) {
          let payload = ''
          const fake = await fakeEngine(
            t,
            ({ target }) => {
              if (target === '/containers/c1/json') return json({ Config: { Tty: tty } })
              return async (wire) => {
                wire.send(upgraded(type) + (tty ? payload : frameText(2, payload)))
                await wire.ended()
              }
            },
            version,
          )
          for (payload of vectors) {
            const tunnel = await attach(fake.engine, 'c1', { tty: isGiven ? tty : undefined })
            assert.equal(tunnel.multiplexed, !tty)
            const { value } = await tunnel.frames().next()
            assert.equal(value?.stream, tty ? 'stdout' : 'stderr')
            assert.equal(Buffer.from(value!.data).toString('latin1'), payload)
            tunnel.close()
          }
          const inspections = fake.requests.filter((request) => request === 'GET /containers/c1/json').length
          assert.equal(inspections, isGiven ? 0 : vectors.length)
        }
      }
    }
  }
})

test('attach: all parameters in the query, no body', async (t) => {
  const fake = await fakeEngine(t, () => async (wire) => {
    wire.send(upgraded())
    await wire.ended()
  })
  const options = { stdin: true, stderr: false, logs: true, detachKeys: 'ctrl-a,x', tty: true }
  const tunnel = await attach(fake.engine, 'c1', options)
  tunnel.close()
  assert.deepEqual(fake.requests, ['POST /containers/c1/attach?stream=1&stdin=1&stdout=1&logs=1&detachKeys=ctrl-a%2Cx'])
  assert.match(fake.seen[0]!.fields, /\r\nContent-Length: 0\r\n/)
})

test('logs: returns before any head, which Podman sends with the first output', async (t) => {
  let release = (): void => {}
  const fake = await fakeEngine(t, ({ target }) => {
    if (target.endsWith('/json')) return json({ Config: { Tty: false } })
    return async (wire) => {
      await new Promise<void>((resolve) => {
        release = resolve
      })
      wire.send(`HTTP/1.1 200 OK\r\n\r\n${frameText(1, 'late\n')}`)
      wire.end()
    }
  })
  const lines = logs(fake.engine, 'c1', { follow: true, since: 1.5, until: new Date(2_500), tail: 3, timestamps: true })
  const first = lines.next()
  await eventually(() => fake.requests.length === 2)
  assert.equal(
    fake.requests[1],
    'GET /containers/c1/logs?follow=1&stdout=1&stderr=1&timestamps=1&tail=3&since=1.500000&until=2.500000',
  )
  release()
  // The record lacks the prefix that was requested: the text stays as it is.
  const { value } = await first
  assert.deepEqual(value, { stream: 'stdout', text: 'late', complete: true, timestamp: undefined, details: undefined })
  assert.equal((await lines.next()).done, true)
})

test('logs: close before the head ends the request', async (t) => {
  const fake = await fakeEngine(t, ({ target }) =>
    target.endsWith('/json') ? json({ Config: { Tty: false } }) : undefined,
  )
  const lines = logs(fake.engine, 'c1', { follow: true })
  const first = lines.next()
  await eventually(() => fake.requests.length === 2)
  await lines.return()
  assert.equal((await first).done, true)
  await eventually(() => fake.engine.connections.busy === 0)
})

test('resize: retried until the process runs, but not for an exec that does not exist', async (t) => {
  const responses = [
    json({ message: 'process not found' }, 404),
    json({ message: 'Container c1 is not running' }, 409),
    json({ message: 'cannot resize a stopped container' }, 500),
    NO_CONTENT,
  ]
  let at = 0
  const fake = await fakeEngine(t, () => responses[at++])
  await resize(fake.engine, { container: 'c1' }, { rows: 30, columns: 90 })
  assert.deepEqual(fake.requests, Array(4).fill('POST /containers/c1/resize?h=30&w=90'))
  const gone = await fakeEngine(t, () => json({ message: 'No such exec instance: e1' }, 404))
  await assert.rejects(resize(gone.engine, { exec: 'e1' }, { rows: 1, columns: 1 }), EngineError)
  await assert.rejects(
    resize(gone.engine, { exec: 'e1' }, { rows: 1.5, columns: 1 }),
    (error: FairleadError) => error.code === 'ERR_OPTION',
  )
  assert.equal(gone.requests.length, 1)
  const bad = await fakeEngine(t, () => json({ message: 'bad parameter' }, 400))
  await assert.rejects(resize(bad.engine, { exec: 'e1' }, { rows: 1, columns: 1 }), EngineError)
  assert.equal(bad.requests.length, 1)
})

test('wait: resolves with the head, and exit with the body, valid or not', async (t) => {
  let finish = (_body: string): void => {}
  const fake = await fakeEngine(t, () => async (wire) => {
    wire.send('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n')
    const body = await new Promise<string>((resolve) => {
      finish = resolve
    })
    wire.send(body)
    wire.end()
  })
  const exits = ['{"StatusCode":137,"Error":null}\n', '{"StatusCode":1,"Error":{"Message":"gone wrong"}}', '', '<html>']
  const results: unknown[] = []
  for (const body of exits) {
    const waiting = await wait(fake.engine, 'c1', { condition: 'next-exit' })
    finish(body)
    results.push(await waiting.exit.catch((error: FairleadError) => error.code))
  }
  assert.deepEqual(results, [
    { exitCode: 137 },
    { exitCode: 1, error: 'gone wrong' },
    'ERR_RECORD_SYNTAX',
    'ERR_RECORD_SYNTAX',
  ])
  assert.equal(fake.requests[0], 'POST /containers/c1/wait?condition=next-exit')
})

test('wait: a container removed as the wait arrives, whose wait the Engine never completes', async (t) => {
  const none = json({ message: 'No such container: c1' }, 404)
  const there = json({ Id: 'c1' })
  const script = { inspect: none, exit: '' }
  const fake = await fakeEngine(t, ({ target }) => {
    if (target.endsWith('/json')) return script.inspect
    return async (wire) => {
      wire.send(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n${script.exit}`)
      if (script.exit === '') await wire.ended()
      wire.end()
    }
  })
  for (const condition of ['removed', 'next-exit'] as const) {
    const { exit } = await wait(fake.engine, 'c1', { condition })
    await assert.rejects(exit, { status: 404, reason: 'No such container: c1' })
  }
  const expected = ['removed', 'next-exit'].flatMap((condition) => [
    `POST /containers/c1/wait?condition=${condition}`,
    'GET /containers/c1/json',
  ])
  assert.deepEqual(fake.requests, expected)
  assert.deepEqual([fake.engine.connections.busy, fake.engine.connections.waiting], [0, 0])

  // An exit that arrives counts although the container is removed; a wait for an existing container goes on.
  script.exit = '{"StatusCode":3}'
  const completed = await wait(fake.engine, 'c1', { condition: 'removed' })
  assert.deepEqual(await completed.exit, { exitCode: 3 })
  Object.assign(script, { exit: '', inspect: there })
  const waiting = await wait(fake.engine, 'c1', { condition: 'removed' })
  const silent = new Promise((resolve) => setTimeout(resolve, 2 * GONE_GRACE_MS, 'silent'))
  assert.equal(await Promise.race([waiting.exit, silent]), 'silent')
  waiting.close()
  await assert.rejects(waiting.exit, { code: 'ERR_CLOSED' })
})

test("run: the order of the requests, and the creation's body", async (t) => {
  let finish = (): void => {}
  const reply = (seen: Seen): Reply => {
    if (seen.target.startsWith('/containers/create')) return json({ Id: 'c1', Warnings: [] }, 201)
    if (seen.target.includes('/attach')) {
      return async (wire) => {
        wire.send(upgraded())
        finish = () => {
          wire.send(frameText(1, 'out'))
          wire.end()
        }
        await wire.ended()
      }
    }
    if (seen.target.includes('/wait')) return json({ StatusCode: 3, Error: null })
    if (seen.target.endsWith('/start')) finish()
    return NO_CONTENT
  }
  const fake = await fakeEngine(t, reply)
  const spec = { Image: 'i', Cmd: ['c'], HostConfig: { Memory: 1 } }
  const result = await run(fake.engine, spec, { name: 'n', platform: 'linux/amd64', stdin: '' })
  assert.deepEqual(result, { id: 'c1', exitCode: 3, stdout: 'out', stderr: '' })
  assert.deepEqual(fake.requests, [
    'POST /containers/create?name=n&platform=linux%2Famd64',
    'POST /containers/c1/attach?stream=1&stdin=1&stdout=1&stderr=1',
    'POST /containers/c1/wait?condition=next-exit',
    'POST /containers/c1/start',
    'DELETE /containers/c1?force=1&v=1',
  ])
  assert.deepEqual(JSON.parse(fake.seen[0]!.body), {
    ...spec,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
  })
  fake.requests.length = 0
  await run(fake.engine, { Image: 'i', HostConfig: { AutoRemove: true } })
  assert.deepEqual(fake.requests.slice(2), [
    'POST /containers/c1/wait?condition=next-exit',
    'POST /containers/c1/start',
    'POST /containers/c1/wait?condition=removed',
  ])
})

test('run: an auto-removed container that is gone before the wait for its removal is no error', async (t) => {
  const fake = await fakeEngine(t, ({ target }) => {
    if (target === '/containers/create') return json({ Id: 'c1' }, 201)
    if (target.endsWith('removed')) return json({ message: 'No such container: c1' }, 404)
    if (target.includes('/wait')) return json({ StatusCode: 7, Error: null })
    if (!target.includes('/attach')) return NO_CONTENT
    return async (wire) => {
      wire.send(upgraded())
      wire.end()
    }
  })
  assert.equal((await run(fake.engine, { Image: 'i', HostConfig: { AutoRemove: true } })).exitCode, 7)
  assert.ok(!fake.requests.some((request) => request.startsWith('DELETE')))
})

test('run: a wait that reports an error rejects instead of returning its exit code', async (t) => {
  const fake = await fakeEngine(t, (seen) => {
    if (seen.target === '/containers/create') return json({ Id: 'c1' }, 201)
    if (seen.target.includes('/wait')) return json({ StatusCode: -1, Error: { Message: 'shim is gone' } })
    if (!seen.target.includes('/attach')) return NO_CONTENT
    return async (wire) => {
      wire.send(upgraded())
      wire.end()
    }
  })
  await assert.rejects(
    run(fake.engine, { Image: 'i' }),
    (error: unknown) => error instanceof EngineError && error.reason === 'shim is gone',
  )
  assert.equal(fake.requests.at(-1), 'DELETE /containers/c1?force=1&v=1')
})
