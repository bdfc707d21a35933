// Execs: which program runs, how its streams are framed, a second start, a missing binary, the end, resizes.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EmbeddedEngine, Program } from '../../src/testing.ts'
import { all, create, start } from './daemon/exec-kit.ts'
import { ask, frames, pause, type Raw, run, withEngine } from './support.ts'

const idle: Program = async ({ sleep }) => sleep(60_000)
function stream(raw: Raw): Buffer {
  return raw.bytes.subarray(raw.text.indexOf('\r\n\r\n') + 4)
}

async function inspect(engine: EmbeddedEngine, id: string): Promise<Record<string, unknown>> {
  return JSON.parse((await ask(engine.host, 'GET', `/exec/${id}/json`)).text)
}

describe('exec', () => {
  it('runs the image’s program with the command, the container’s environment and its own', () =>
    withEngine(async (engine) => {
      engine.image('sh', async ({ args, env, stdout }) => {
        if (args.length === 0) return new Promise<number>(() => {})
        await stdout.write(`${args.join('|')} ${env.A} ${env.B}\n`)
        return 7
      })
      await run(engine, 'cc', { Image: 'sh', Env: ['A=1', 'B=1'] })
      const id = await create(engine, { ...all, Cmd: ['echo', 'x y'], Env: ['B=2'] })
      assert.equal((await inspect(engine, id)).ExitCode, null)
      const raw = await start(engine, id).ended()
      assert.deepEqual(frames(stream(raw)), [{ kind: 1, text: 'echo|x y 1 2\n' }])
      const { Pid, ...rest } = await inspect(engine, id)
      assert.ok(Number(Pid) > 0)
      const { Id } = JSON.parse((await ask(engine.host, 'GET', '/containers/cc/json')).text)
      assert.deepEqual(rest, {
        ID: id,
        Running: false,
        ExitCode: 7,
        ProcessConfig: { tty: false, entrypoint: 'echo', arguments: ['x y'], privileged: false },
        OpenStdin: false,
        OpenStderr: true,
        OpenStdout: true,
        CanRemove: false,
        ContainerID: Id,
        DetachKeys: '',
      })
      const asked = await create(engine, { Cmd: 'true', User: 'me', Privileged: true, DetachKeys: 'ctrl-a' })
      const { ProcessConfig, DetachKeys } = await inspect(engine, asked)
      assert.deepEqual(ProcessConfig, { tty: false, entrypoint: 'true', arguments: [], privileged: true, user: 'me' })
      assert.equal(DetachKeys, 'AQ==')
    }))

  it('finds its command among the image’s, and so does a container', () =>
    withEngine(async (engine) => {
      const hi: Program = ({ stdout, args }) => stdout.write(`hi ${args[0]}\n`)
      engine.image('tools', idle, { commands: { hi } })
      await run(engine, 'hi', { Image: 'tools', Cmd: ['/bin/hi'] })
      await ask(engine.host, 'POST', '/containers/hi/wait')
      const { body } = await ask(engine.host, 'GET', '/containers/hi/logs?stdout=1')
      assert.deepEqual(frames(body), [{ kind: 1, text: 'hi /bin/hi\n' }])
      await run(engine, 'cc', { Image: 'tools', Cmd: ['other'] })
      const found = await start(engine, await create(engine, { ...all, Cmd: ['/usr/bin/hi'] })).ended()
      assert.equal(frames(stream(found))[0]!.text, 'hi /usr/bin/hi\n')
      for (const [name, words] of [
        ['toString', 'exec: "toString": executable file not found in $PATH: unknown'],
        ['/no/such', 'exec: "/no/such": stat /no/such: no such file or directory: unknown'],
      ] as const) {
        const id = await create(engine, { ...all, Cmd: [name] })
        const detached = name === 'toString' ? undefined : await create(engine, { Cmd: [name] })
        const raw = await start(engine, id, { Tty: true }).ended()
        const wanted = `OCI runtime exec failed: exec failed: unable to start container process: ${words}`
        assert.equal(stream(raw).toString(), `${wanted}\r\n`)
        const { ExitCode, Running } = await inspect(engine, id)
        assert.deepEqual([ExitCode, Running], [126, false])
        if (detached === undefined) continue
        const { status, text } = await ask(engine.host, 'POST', `/exec/${detached}/start`, { Detach: true })
        assert.deepEqual([status, JSON.parse(text)], [400, { message: wanted }])
      }
    }))

  it('frames by the Tty of the start, and passes that of the create to the process', () =>
    withEngine(
      async (engine) => {
        engine.image('sh', idle, {
          commands: {
            out: async ({ stdout, stderr, tty }) => {
              await stdout.write(`${tty}\n`)
              await stderr.write('err\n')
            },
          },
        })
        await run(engine, 'cc', { Image: 'sh' })
        const type = (raw: Raw) => /Content-Type: \S+\.(\S+)/.exec(raw.text)![1]
        const pairs: [boolean, boolean, string, string][] = [
          [false, false, '1false\n2err\n', 'multiplexed-stream'],
          [true, false, '1true\r\n1err\r\n', 'multiplexed-stream'],
          [false, true, 'false\nerr\n', 'raw-stream'],
          [true, true, 'true\r\nerr\r\n', 'raw-stream'],
        ]
        for (const [made, started, text, wanted] of pairs) {
          const id = await create(engine, { ...all, Tty: made, Cmd: ['out'] })
          const raw = await start(engine, id, { Tty: started }).ended()
          const bytes = stream(raw)
          const plain = (each: Buffer) =>
            frames(each)
              .map((frame) => frame.kind + frame.text)
              .join('')
              .replaceAll(/\n(?=err)/g, '\n1')
          assert.equal(started ? bytes.toString() : plain(bytes).replace('1err\r\n1', '1err\r\n'), text)
          assert.equal(type(raw), wanted)
        }
        const id = await create(engine, { ...all, Cmd: ['out'] })
        assert.equal(type(await start(engine, id, {}, '/v1.41').ended()), 'raw-stream')
      },
      { apiVersion: '1.45' },
    ))

  it('ends the process’s input with the client’s, but never with a terminal', () =>
    withEngine(async (engine) => {
      const cat: Program = async ({ stdin, stdout, sleep }) => {
        for await (const piece of stdin) await stdout.write(piece)
        await sleep(10)
        await stdout.write('end\n')
      }
      engine.image('sh', idle, { commands: { cat } })
      await run(engine, 'cc', { Image: 'sh' })
      const stdin = { ...all, AttachStdin: true, Cmd: ['cat'] }
      const plain = await start(engine, await create(engine, stdin)).contains('\r\n\r\n')
      plain.socket.end('x\n')
      await plain.ended()
      assert.deepEqual(
        frames(stream(plain)).map(({ text }) => text),
        ['x\n', 'end\n'],
      )
      const id = await create(engine, { ...stdin, Tty: true })
      const tty = await start(engine, id, { Tty: true }).contains('\r\n\r\n')
      tty.socket.end('y')
      await tty.ended()
      assert.equal((await inspect(engine, id)).Running, true)

      const keys = await create(engine, { ...stdin, Tty: true, DetachKeys: 'a,b' })
      const left = await start(engine, keys, { Tty: true }).contains('\r\n\r\n')
      left.send('xab')
      await left.ended()
      assert.equal(stream(left).toString(), 'x')
      const events = (await ask(engine.host, 'GET', `/events?since=1&until=${Date.now() / 1000 + 0.01}`)).text
      assert.match(events, /"exec_detach"/)
      assert.match(events, /"exec_create: cat"/)
      assert.match(events, /"exec_start: cat"/)

      // Input alone: the client is detached when its input ends, or when the process ends.
      const only = await create(engine, { AttachStdin: true, Cmd: ['cat'] })
      const sending = await start(engine, only).contains('\r\n\r\n')
      sending.socket.end()
      await sending.ended()
      assert.equal(stream(sending).length, 0)
    }))

  it('runs detached, without input, and once', () =>
    withEngine(async (engine) => {
      engine.image('sh', idle, {
        commands: {
          read: async ({ stdin }) => {
            for await (const _piece of stdin) return 1
            return 3
          },
          idle,
        },
      })
      await run(engine, 'cc', { Image: 'sh' })
      const id = await create(engine, { AttachStdin: true, Cmd: ['read'] })
      assert.equal((await ask(engine.host, 'POST', `/exec/${id}/start`, { Detach: true })).status, 200)
      await pause(10)
      assert.equal((await inspect(engine, id)).ExitCode, 3)
      const again = await ask(engine.host, 'POST', `/exec/${id}/start`, { Detach: true })
      assert.deepEqual(
        [again.status, JSON.parse(again.text).message],
        [409, `Error: Exec command ${id} has already run`],
      )
      const running = await create(engine, { Cmd: ['idle'] })
      await ask(engine.host, 'POST', `/exec/${running}/start`, { Detach: true })
      const raw = await start(engine, running, { Tty: true }).ended()
      assert.equal(stream(raw).toString(), `Error: Exec command ${running} is already running\r\n`)
      const shown = JSON.parse((await ask(engine.host, 'GET', '/containers/cc/json')).text)
      assert.deepEqual(shown.ExecIDs, [running])

      // It ends with its container, and is removed with it.
      const attached = start(engine, await create(engine, { ...all, Cmd: ['idle'] }))
      await attached.contains('\r\n\r\n')
      await ask(engine.host, 'POST', '/containers/cc/kill')
      await attached.ended()
      assert.equal((await inspect(engine, running)).ExitCode, 137)
      const stopped = await ask(engine.host, 'POST', `/exec/${running}/start`, {})
      assert.deepEqual([stopped.status, /is not running/.test(stopped.text)], [500, true])
      await ask(engine.host, 'DELETE', '/containers/cc')
      assert.equal((await ask(engine.host, 'GET', `/exec/${running}/json`)).status, 404)
    }))

  it('sends errors in JSON before the stream', () =>
    withEngine(async (engine) => {
      engine.image('idle', idle)
      await run(engine, 'cc', { Image: 'idle' })
      const refused = async (path: string, body: unknown) => {
        const { status, text } = await ask(engine.host, 'POST', path, body)
        return [status, (JSON.parse(text) as { message: string }).message]
      }
      const target = '/containers/cc/exec'
      assert.deepEqual(await refused(target, {}), [400, 'No exec command specified'])
      assert.deepEqual(await refused(target, null), [400, 'No exec command specified'])
      const keys = { Cmd: ['x'], DetachKeys: 'nope' }
      assert.deepEqual(await refused(target, keys), [500, 'Invalid escape keys (nope) provided'])
      assert.deepEqual(await refused('/containers/no/exec', { Cmd: ['x'] }), [404, 'No such container: no'])
      assert.deepEqual(await refused('/exec/no/start', {}), [404, 'No such exec instance: no'])
      const id = await create(engine, { Cmd: ['x'] })
      await ask(engine.host, 'POST', '/containers/cc/pause')
      const [status, words] = await refused(target, { Cmd: ['x'] })
      assert.equal(status, 409)
      assert.match(String(words), /is paused, unpause the container before exec$/)
      assert.equal((await refused(`/exec/${id}/start`, null))[0], 409)
      const shown = JSON.parse((await ask(engine.host, 'GET', '/containers/json?filters={"status":["paused"]}')).text)
      assert.deepEqual([shown[0].State, / \(Paused\)$/.test(shown[0].Status)], ['paused', true])
      assert.equal((await ask(engine.host, 'POST', '/containers/cc/pause')).status, 409)
      assert.equal((await ask(engine.host, 'POST', '/containers/cc/unpause')).status, 204)
      assert.equal((await ask(engine.host, 'POST', '/containers/cc/unpause')).status, 500)
    }))
})
