// Progress records of pull, push, load and build, from the engine itself or from a script.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Files } from '../../src/testing/files/files.ts'
import { tarTree } from '../../src/testing/files/tar-write.ts'
import { type Program, ProgressError } from '../../src/testing.ts'
import { post } from './post.ts'
import { ask, exitCode, frames, pause, Raw, run, withEngine } from './support.ts'

const hi: Program = ({ stdout }) => stdout.write('hi\n')

function context(dockerfile: string, more: Record<string, string> = {}): Buffer {
  const files = new Files()
  for (const [path, text] of Object.entries({ Dockerfile: dockerfile, ...more })) files.write(path, text)
  return Buffer.concat([...tarTree(files, '/', '.')])
}

describe('progress', () => {
  it('of a pull: from the registry, up to date, or denied', () =>
    withEngine(async (engine) => {
      engine.remote('app:1', hi)
      assert.equal((await ask(engine.host, 'GET', '/images/app:1/json')).status, 404)
      const first = await post(engine, '/images/create?fromImage=app&tag=1')
      assert.deepEqual(first.records[0], { status: 'Pulling from library/app', id: '1' })
      assert.ok(first.records.some(({ progress }) => String(progress).includes('=>')))
      assert.equal(first.records.at(-1)!.status, 'Status: Downloaded newer image for app:1')
      assert.ok(first.body.toString().endsWith('}\r\n'))
      const again = await post(engine, '/images/create?fromImage=docker.io/library/app:1')
      assert.equal(again.records.at(-1)!.status, 'Status: Image is up to date for app:1')
      engine.remote('me/app', hi).remote('127.0.0.1:5000/app', hi)
      const mine = await post(engine, '/images/create?fromImage=me/app&tag=latest')
      assert.equal(mine.records[0]!.status, 'Pulling from me/app')
      const other = await post(engine, '/images/create?fromImage=127.0.0.1:5000/app&tag=latest')
      assert.equal(other.records[0]!.status, 'Pulling from app')
      const denied = await post(engine, '/images/create?fromImage=nope&tag=1')
      assert.deepEqual(
        [denied.status, /^pull access denied for nope,/.test(String(denied.records[0]!.message))],
        [404, true],
      )
      const far = await post(engine, `/images/create?fromImage=example.com/x&tag=sha256:${'0'.repeat(64)}`)
      assert.match(String(far.records[0]!.message), /^Get "https:\/\/example.com\/v2\/": dial tcp/)
      assert.throws(() => engine.remote('NO', hi), { code: 'ERR_OPTION' })
    }))

  it('of a push: requires credentials and an existing tag', () =>
    withEngine(async (engine) => {
      engine.image('app', hi)
      const auth = { 'X-Registry-Auth': 'e30=' }
      const pushed = await post(engine, '/images/app/push', undefined, auth)
      assert.deepEqual(pushed.records[0], { status: 'The push refers to repository [docker.io/library/app]' })
      assert.equal((pushed.records.at(-1)!.aux as { Tag: string }).Tag, 'latest')
      const missing = await post(engine, '/images/app/push?tag=2', undefined, auth)
      assert.deepEqual(missing.records.at(-1), {
        errorDetail: { message: 'tag does not exist: app:2' },
        error: 'tag does not exist: app:2',
      })
      const none = await post(engine, '/images/app/push')
      assert.deepEqual(
        [none.status, none.records[0]!.message],
        [400, 'Bad parameters and missing X-Registry-Auth: EOF'],
      )
      assert.equal((await post(engine, '/images/app/push', Buffer.from('{}'))).status, 200)
    }))

  it('is written by a script', () =>
    withEngine(async (engine) => {
      engine.remote('app', hi)
      engine.script('pull', async ({ name, query, headers, record, sleep, proceed, image }) => {
        if (name === 'early:latest') throw new ProgressError('no such manifest', { status: 404 })
        if (name === 'late:latest') {
          await record({ status: '€' })
          await sleep(5)
          throw new ProgressError('cut', { code: 7 })
        }
        if (name === 'none:latest') return image('none', hi)
        await record({ status: `${query.fromImage} ${headers['x-test']}` })
        await proceed()
      })
      const pull = (name: string) =>
        post(engine, `/images/create?fromImage=${name}&tag=latest`, undefined, { 'x-test': '1' })
      const early = await pull('early')
      assert.deepEqual([early.status, early.records], [404, [{ message: 'no such manifest' }]])
      assert.deepEqual((await pull('late')).records, [
        { status: '€' },
        { errorDetail: { code: 7, message: 'cut' }, error: 'cut' },
      ])
      assert.deepEqual((await pull('none')).records, [])
      assert.equal((await ask(engine.host, 'GET', '/images/none/json')).status, 200)
      assert.equal((await pull('app')).records[0]!.status, 'app 1')
      engine.script('pull', undefined)
      assert.equal((await pull('app')).records[0]!.status, 'Pulling from library/app')
      assert.throws(() => engine.script('dance' as 'pull', () => {}), { code: 'ERR_OPTION' })

      // Sent while the body is still being received; it ends when the client disconnects.
      const got = { bytes: 0, ended: false }
      engine.script('load', async ({ body, record, signal }) => {
        await record({ stream: 'begun' })
        for await (const piece of body) got.bytes += piece.length
        got.ended = signal.aborted
      })
      const raw = new Raw(engine.host).send('POST /images/load HTTP/1.1\r\nHost: d\r\nContent-Length: 10\r\n\r\n12345')
      await raw.contains('begun')
      raw.close()
      for (let i = 0; i < 100 && !got.ended; i++) await pause(5)
      assert.deepEqual(got, { bytes: 5, ended: true })
    }))
})

describe('a build', () => {
  const sh: Program = async ({ args, env, stdout, stderr, files }) => {
    if (args[0] !== '/bin/sh')
      return stdout.write(`${args.join(' ')} ${env.A} ${files.read('/to/one')}\n`).then(() => 0)
    if (args[2] === 'fail') return 9
    await stdout.write('out\n')
    await stderr.write('err\n')
    return 0
  }

  it('runs its instructions, and its image runs', () =>
    withEngine(async (engine) => {
      engine.image('base', sh)
      const dockerfile = [
        '# a comment',
        'FROM base',
        'ENV A=1 B="2 3"',
        'label k v',
        'COPY one two /to/',
        'COPY folder /whole',
        'ADD one /alone',
        'RUN say \\',
        '  more',
        'CMD ["go", "on"]',
      ].join('\n')
      const tar = context(dockerfile, { one: '1', two: '2', 'folder/three': '3' })
      const { records } = await post(engine, '/build?t=built&t=also:1', tar)
      const streams = records.map(({ stream }) => stream)
      assert.equal(streams[0], 'Step 1/8 : FROM base')
      assert.ok(streams.includes('out\n') && streams.includes('\u001b[91merr\n\u001b[0m'))
      assert.equal(streams.at(-1), 'Successfully tagged also:1\n')
      await run(engine, 'cc', { Image: 'built' })
      await exitCode(engine, 'cc')
      const { body } = await ask(engine.host, 'GET', '/containers/cc/logs?stdout=1')
      assert.equal(frames(body)[0]!.text, 'go on 1 1\n')
      for (const path of ['/to/two', '/whole/three', '/alone']) {
        assert.equal((await ask(engine.host, 'GET', `/containers/cc/archive?path=${path}`)).status, 200, path)
      }
      const { Config } = JSON.parse((await ask(engine.host, 'GET', '/images/also:1/json')).text)
      assert.deepEqual(Config.Labels, { k: 'v' })
      assert.equal((await post(engine, '/build?rm=0', context('FROM built\nRUN x'))).status, 200)
      const all = JSON.parse((await ask(engine.host, 'GET', '/images/json')).text) as { RepoTags: string[] }[]
      assert.deepEqual(all[0]!.RepoTags, [])
    }))

  it('fails with a record after it has begun, and with a status before', () =>
    withEngine(async (engine) => {
      engine.image('base', sh)
      const fails = async (dockerfile: string, query = '') => {
        const { status, records } = await post(engine, `/build${query}`, context(dockerfile))
        const last = records.at(-1)!
        return [status, last.message ?? last.error]
      }
      const code = await post(engine, '/build', context('FROM base\nRUN fail'))
      assert.deepEqual(code.records.at(-1)!.errorDetail, {
        code: 9,
        message: "The command '/bin/sh -c fail' returned a non-zero code: 9",
      })
      assert.match(String((await fails('FROM nope'))[1]), /^pull access denied for nope/)
      assert.match(String((await fails('FROM base\nCOPY a b'))[1]), /^COPY failed: file not found in build context/)
      assert.deepEqual(await fails('ARG A=1'), [200, 'No image was generated. Is your Dockerfile empty?'])
      assert.deepEqual(await fails('#'), [400, 'the Dockerfile (Dockerfile) cannot be empty'])
      assert.deepEqual(await fails('RUN x'), [400, 'no build stage in current context'])
      assert.deepEqual(await fails('FROM'), [400, 'dockerfile parse error line 1: FROM requires at least one argument'])
      const odd = 'dockerfile parse error line 2: unknown instruction: EXIT'
      assert.deepEqual(await fails('FROM base\nexit \\\n 1 \\'), [400, odd])
      assert.deepEqual(await fails('FROM base', '?dockerfile=Other'), [
        500,
        'Cannot locate specified Dockerfile: Other',
      ])
      assert.equal((await fails('FROM base\nCMD [broken'))[0], 200)
    }))
})
