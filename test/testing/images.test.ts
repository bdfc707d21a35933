// Images: names and ids, delete and its conflicts, save and load, import.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { entry, Files } from '../../src/testing/files/files.ts'
import { readTar } from '../../src/testing/files/tar-read.ts'
import { tarEntry, tarTree } from '../../src/testing/files/tar-write.ts'
import type { EmbeddedEngine, Program } from '../../src/testing.ts'
import { message, post } from './post.ts'
import { ask, exitCode, frames, run, withEngine } from './support.ts'

const hi: Program = ({ stdout }) => stdout.write('hi\n')

const list = async (engine: EmbeddedEngine) =>
  (JSON.parse((await ask(engine.host, 'GET', '/images/json')).text) as { RepoTags: string[] }[]).map(
    ({ RepoTags }) => RepoTags,
  )

describe('images', () => {
  it('have several names, and are deleted with the last', () =>
    withEngine(async (engine) => {
      engine.image('app', hi)
      const { Id } = JSON.parse((await ask(engine.host, 'GET', '/images/app/json')).text) as { Id: string }
      for (const target of ['repo=other', 'repo=reg:5000/app&tag=2']) {
        assert.equal((await ask(engine.host, 'POST', `/images/app/tag?${target}`)).status, 201)
      }
      assert.deepEqual(await list(engine), [['app:latest', 'other:latest', 'reg:5000/app:2']])
      assert.deepEqual((await message(engine, 'POST', '/images/nope/tag?repo=x'))[0], 404)
      assert.deepEqual((await message(engine, 'POST', '/images/app/tag?repo=NO'))[0], 400)
      const filtered = await ask(engine.host, 'GET', '/images/json?filters={"reference":["other"]}')
      assert.equal((JSON.parse(filtered.text) as unknown[]).length, 1)

      const short = Id.slice(7, 19)
      assert.deepEqual(await message(engine, 'DELETE', `/images/${short}`), [
        409,
        `conflict: unable to delete ${short} (must be forced) - image is referenced in multiple repositories`,
      ])
      const untagged = await ask(engine.host, 'DELETE', '/images/other')
      assert.deepEqual(JSON.parse(untagged.text), [{ Untagged: 'other:latest' }])
      const gone = await ask(engine.host, 'DELETE', `/images/${Id}?force=1`)
      const records = [{ Untagged: 'app:latest' }, { Untagged: 'reg:5000/app:2' }, { Deleted: Id }]
      assert.deepEqual(JSON.parse(gone.text), records)
      assert.deepEqual(await list(engine), [])
    }))

  it('are not deleted while a container uses them', () =>
    withEngine(async (engine) => {
      engine.image('app', ({ args, sleep }) => (args.length > 0 ? 0 : sleep(60_000).then(() => 0)))
      await run(engine, 'cc', { Image: 'app' })
      const { Image } = JSON.parse((await ask(engine.host, 'GET', '/containers/cc/json')).text) as { Image: string }
      const short = Image.slice(7, 19)
      for (const [path, words] of [
        ['app', 'unable to remove repository reference "app" \\(must force\\)'],
        [short, `unable to delete ${short} \\(cannot be forced\\) - image is being used by running container`],
      ] as const) {
        const [status, text] = await message(engine, 'DELETE', `/images/${path}`)
        assert.equal(status, 409)
        assert.match(text, new RegExp(words))
      }
      await ask(engine.host, 'POST', '/containers/cc/kill')
      assert.equal((await message(engine, 'DELETE', '/images/app'))[0], 409)
      assert.equal((await ask(engine.host, 'DELETE', '/images/app?force=1')).status, 200)
    }))

  it('publish events', () =>
    withEngine(async (engine) => {
      engine.image('app', hi)
      await ask(engine.host, 'POST', '/images/app/tag?repo=b')
      await ask(engine.host, 'DELETE', '/images/b')
      const until = Date.now() / 1000 + 0.01
      for (const [filter, wanted] of [
        ['{"type":["image"]}', ['tag', 'untag']],
        ['{"image":["b:latest"]}', ['tag']],
        ['{"image":["nope"]}', []],
      ] as const) {
        const { text } = await ask(engine.host, 'GET', `/events?since=1&until=${until}&filters=${filter}`)
        const actions = text.split('\n').filter(Boolean)
        assert.deepEqual(
          actions.map((line) => (JSON.parse(line) as { status: string }).status),
          wanted,
        )
      }
    }))

  it('are saved and loaded again', () =>
    withEngine(async (engine) => {
      engine.image('app', hi, { cmd: ['run'], files: { '/x': 'x' } })
      engine.image('two:2', hi)
      const one = await ask(engine.host, 'GET', '/images/app/get')
      const both = await ask(engine.host, 'GET', '/images/get?names=app&names=two:2')
      assert.equal(one.headers['content-type'], 'application/x-tar')
      const paths: string[] = []
      for await (const { path } of readTar(bytes(both.body))) paths.push(path)
      assert.ok(paths.includes('manifest.json') && paths.includes('repositories'))
      assert.equal(paths.filter((path) => path.endsWith('layer.tar')).length, 2)
      for (const name of ['app', 'two:2']) await ask(engine.host, 'DELETE', `/images/${name}`)
      const loaded = await post(engine, '/images/load', both.body)
      const wanted = ['Loaded image: app:latest\n', 'Loaded image: two:2\n'].map((stream) => ({ stream }))
      assert.deepEqual(loaded.records, wanted)
      await run(engine, 'cc', { Image: 'app' })
      await exitCode(engine, 'cc')
      const { body } = await ask(engine.host, 'GET', '/containers/cc/logs?stdout=1')
      assert.equal(frames(body)[0]!.text, 'hi\n')

      // An image that this engine never had has an empty program.
      const manifest = JSON.stringify([{ Config: `${'0'.repeat(64)}.json`, RepoTags: ['foreign:1'], Layers: [] }])
      const tar = Buffer.concat([...tarEntry('manifest.json', entry('file', 0o644, { data: Buffer.from(manifest) }))])
      await post(engine, '/images/load', tar)
      await run(engine, 'foreign', { Image: 'foreign:1' })
      assert.equal(await exitCode(engine, 'foreign'), 0)
      const bad = await post(engine, '/images/load', Buffer.concat([...tarEntry('a', entry('file', 0o644))]))
      assert.equal(bad.records[0]!.error, 'open /manifest.json: no such file or directory')
      assert.deepEqual((await message(engine, 'GET', '/images/NO/get'))[0], 400)
      const byId = await ask(engine.host, 'GET', `/images/${await idOf(engine, 'app')}/get`)
      assert.equal(byId.status, 200)
    }))

  it('are imported with their files and changes', () =>
    withEngine(async (engine) => {
      const files = new Files()
      files.write('/data/x', 'content')
      const tar = Buffer.concat([...tarTree(files, '/', '.')])
      const changes = ['CMD ["a", "b"]', 'LABEL k=v', 'USER me'].map((each) => `changes=${encodeURIComponent(each)}`)
      const path = `/images/create?fromSrc=-&repo=imported&tag=1&${changes.join('&')}`
      const { records } = await post(engine, path, tar)
      assert.match(String(records[0]!.status), /^sha256:[0-9a-f]{64}$/)
      const { Config } = JSON.parse((await ask(engine.host, 'GET', '/images/imported:1/json')).text)
      assert.deepEqual([Config.Cmd, Config.Labels], [['a', 'b'], { k: 'v' }])
      await ask(engine.host, 'POST', '/containers/create?name=cc', { Image: 'imported:1' })
      const stat = await ask(engine.host, 'GET', '/containers/cc/archive?path=/data/x')
      assert.equal(stat.status, 200)
      assert.equal((await post(engine, `/images/create?fromSrc=-&changes=CMD%20x`, tar)).status, 200)
      assert.equal((await post(engine, '/images/create?fromSrc=http://x')).status, 500)
    }))
})

async function idOf(engine: EmbeddedEngine, name: string): Promise<string> {
  return (JSON.parse((await ask(engine.host, 'GET', `/images/${name}/json`)).text) as { Id: string }).Id
}

async function* bytes(all: Buffer): AsyncGenerator<Uint8Array, void> {
  yield all
}
