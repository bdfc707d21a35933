// What the other recipes put on the wire, and what they make of answers that no Engine at hand gives: every Content-Type
// with every kind of stream, Podman's late heads, processes that do not run yet.

import assert from 'node:assert/strict'
import test from 'node:test'
import { attach, EngineError, type FairleadError, logs, resize, run, wait } from '../../src/index.ts'
import { GONE_GRACE_MS } from '../../src/recipes/wait.ts'
import { eventually } from '../support/eventually.ts'
import { fakeEngine, framed, json, NO_CONTENT, type Reply, type Seen, upgraded } from './fake-engine.ts'

test('TTY or frames: by the Content-Type where it says frames, else by the caller or the Engine, never by the bytes', async (t) => {
  const vectors = ['/ # ', 'hi\r\n', 'abc\xe2\x9c\x94', '\x01\x1b[0mhello', '\x00\x01\x02\x03', framed(1, 'x')]
  for (const version of ['1.41', '1.45']) {
    for (const type of ['raw-stream', 'multiplexed-stream']) {
      for (const tty of type === 'raw-stream' ? [true, false] : [false]) {
        for (const told of [true, false]) {
          let payload = ''
          const fake = await fakeEngine(
            t,
            ({ target }) => {
              if (target === '/containers/c1/json') return json({ Config: { Tty: tty } })
              return async (wire) => {
                wire.send(upgraded(type) + (tty ? payload : framed(2, payload)))
                await wire.ended()
              }
            },
            version,
          )
          for (payload of vectors) {
            const tunnel = await attach(fake.engine, 'c1', { tty: told ? tty : undefined })
            assert.equal(tunnel.multiplexed, !tty)
            const { value } = await tunnel.frames().next()
            assert.equal(value?.stream, tty ? 'stdout' : 'stderr')
            assert.equal(Buffer.from(value!.data).toString('latin1'), payload)
            tunnel.close()
          }
          const inspections = fake.asked.filter((request) => request === 'GET /containers/c1/json').length
          assert.equal(inspections, told ? 0 : vectors.length)
        }
      }
    }
  }
})

test('attach: everything in the query, no body', async (t) => {
  const fake = await fakeEngine(t, () => async (wire) => {
    wire.send(upgraded())
    await wire.ended()
  })
  const options = { stdin: true, stderr: false, logs: true, detachKeys: 'ctrl-a,x', tty: true }
  const tunnel = await attach(fake.engine, 'c1', options)
  tunnel.close()
  assert.deepEqual(fake.asked, ['POST /containers/c1/attach?stream=1&stdin=1&stdout=1&logs=1&detachKeys=ctrl-a%2Cx'])
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
      wire.send(`HTTP/1.1 200 OK\r\n\r\n${framed(1, 'late\n')}`)
      wire.end()
    }
  })
  const lines = logs(fake.engine, 'c1', { follow: true, since: 1.5, until: new Date(2_500), tail: 3, timestamps: true })
  const first = lines.next()
  await eventually(() => fake.asked.length === 2)
  assert.equal(
    fake.asked[1],
    'GET /containers/c1/logs?follow=1&stdout=1&stderr=1&timestamps=1&tail=3&since=1.500000&until=2.500000',
  )
  release()
  // No prefix where one was asked for: the text is what it is.
  const { value } = await first
  assert.deepEqual(value, { stream: 'stdout', text: 'late', complete: true, timestamp: undefined, details: undefined })
  assert.equal((await lines.next()).done, true)
})

test('logs: closed before the head, the request ends', async (t) => {
  const fake = await fakeEngine(t, ({ target }) =>
    target.endsWith('/json') ? json({ Config: { Tty: false } }) : undefined,
  )
  const lines = logs(fake.engine, 'c1', { follow: true })
  const first = lines.next()
  await eventually(() => fake.asked.length === 2)
  await lines.return()
  assert.equal((await first).done, true)
  await eventually(() => fake.engine.connections.busy === 0)
})

test('resize: tried again until the process runs, and not for what is not there', async (t) => {
  const answers = [
    json({ message: 'process not found' }, 404),
    json({ message: 'Container c1 is not running' }, 409),
    json({ message: 'cannot resize a stopped container' }, 500),
    NO_CONTENT,
  ]
  let at = 0
  const fake = await fakeEngine(t, () => answers[at++])
  await resize(fake.engine, { container: 'c1' }, { rows: 30, columns: 90 })
  assert.deepEqual(fake.asked, Array(4).fill('POST /containers/c1/resize?h=30&w=90'))
  const gone = await fakeEngine(t, () => json({ message: 'No such exec instance: e1' }, 404))
  await assert.rejects(resize(gone.engine, { exec: 'e1' }, { rows: 1, columns: 1 }), EngineError)
  await assert.rejects(
    resize(gone.engine, { exec: 'e1' }, { rows: 1.5, columns: 1 }),
    (error: FairleadError) => error.code === 'ERR_OPTION',
  )
  assert.equal(gone.asked.length, 1)
  const bad = await fakeEngine(t, () => json({ message: 'bad parameter' }, 400))
  await assert.rejects(resize(bad.engine, { exec: 'e1' }, { rows: 1, columns: 1 }), EngineError)
  assert.equal(bad.asked.length, 1)
})

test('wait: armed by the head, whatever the body says later', async (t) => {
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
  assert.equal(fake.asked[0], 'POST /containers/c1/wait?condition=next-exit')
})

test('wait: a container removed as the wait came, which the Engine never answers', async (t) => {
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
  const asked = ['removed', 'next-exit'].flatMap((condition) => [
    `POST /containers/c1/wait?condition=${condition}`,
    'GET /containers/c1/json',
  ])
  assert.deepEqual(fake.asked, asked)
  assert.deepEqual([fake.engine.connections.busy, fake.engine.connections.waiting], [0, 0])

  // What it does answer counts, though the container is gone; and one that is there is waited for.
  script.exit = '{"StatusCode":3}'
  const told = await wait(fake.engine, 'c1', { condition: 'removed' })
  assert.deepEqual(await told.exit, { exitCode: 3 })
  Object.assign(script, { exit: '', inspect: there })
  const waiting = await wait(fake.engine, 'c1', { condition: 'removed' })
  const silent = new Promise((resolve) => setTimeout(resolve, 2 * GONE_GRACE_MS, 'silent'))
  assert.equal(await Promise.race([waiting.exit, silent]), 'silent')
  waiting.close()
  await assert.rejects(waiting.exit, { code: 'ERR_CLOSED' })
})

test('run: the order of requests, and the body of the creation', async (t) => {
  let finish = (): void => {}
  const reply = (seen: Seen): Reply => {
    if (seen.target.startsWith('/containers/create')) return json({ Id: 'c1', Warnings: [] }, 201)
    if (seen.target.includes('/attach')) {
      return async (wire) => {
        wire.send(upgraded())
        finish = () => {
          wire.send(framed(1, 'out'))
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
  assert.deepEqual(fake.asked, [
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
  fake.asked.length = 0
  await run(fake.engine, { Image: 'i', HostConfig: { AutoRemove: true } })
  assert.deepEqual(fake.asked.slice(2), [
    'POST /containers/c1/wait?condition=next-exit',
    'POST /containers/c1/start',
    'POST /containers/c1/wait?condition=removed',
  ])
})

test('run: a container that has removed itself before it can be waited for is gone, which is all that was wanted', async (t) => {
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
  assert.ok(!fake.asked.some((request) => request.startsWith('DELETE')))
})

test('run: an exit that the Engine could not tell is an error, not a code', async (t) => {
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
  assert.equal(fake.asked.at(-1), 'DELETE /containers/c1?force=1&v=1')
})
