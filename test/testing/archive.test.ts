// The file tree behind the archive endpoints: stat, download and upload as tar, early responses, and error responses.

import assert from 'node:assert/strict'
import { request } from 'node:http'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { entry, Files } from '../../src/testing/files/files.ts'
import { tarEntry, tarTree } from '../../src/testing/files/tar-write.ts'
import type { EmbeddedEngine, Program } from '../../src/testing.ts'
import { read, resum } from './files/tar-support.ts'
import { ask, exchange, exitCode, Raw, run, withEngine } from './support.ts'

/** GET or PUT with bytes both ways. */
function transfer(engine: EmbeddedEngine, method: string, path: string, body?: Uint8Array, headers = {}) {
  return new Promise<{ status: number; body: Buffer; stat: Record<string, unknown> }>((resolve, reject) => {
    const asked = request({ socketPath: engine.host.slice(7), method, path, headers, agent: false }, (message) => {
      const parts: Buffer[] = []
      message.on('data', (part: Buffer) => parts.push(part)).on('error', reject)
      message.on('end', () => {
        const stat = message.headers['x-docker-container-path-stat']
        const plain = stat === undefined ? {} : JSON.parse(Buffer.from(String(stat), 'base64').toString())
        resolve({ status: message.statusCode!, body: Buffer.concat(parts), stat: plain })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

describe('archive', () => {
  const program: Program = async ({ files, args, stdout }) => {
    if (args[0] === 'cat') await stdout.write(files.read(args[1]!) ?? 'nothing')
    else files.write('/made/here', 'made')
  }
  const image = (engine: EmbeddedEngine) =>
    engine.image('tool', program, { files: { '/data/x': 'x'.repeat(100_000), '/data/sub/': '', '/bin/run': 'run' } })

  it('reports a path’s name, size, Go mode, time and target', () =>
    withEngine(async (engine) => {
      image(engine)
      await ask(engine.host, 'POST', '/containers/create?name=cc', { Image: 'tool' })
      const stat = async (path: string) => {
        const { status, stat: found } = await transfer(engine, 'HEAD', `/containers/cc/archive?path=${path}`)
        const { mtime, ...rest } = found
        if (status === 200) assert.ok(Date.parse(String(mtime)) > Date.now() - 60_000)
        return { status, ...rest }
      }
      const base = { status: 200, linkTarget: '' }
      assert.deepEqual(await stat('/data/x'), { ...base, name: 'x', size: 100_000, mode: 0o644 })
      assert.deepEqual(await stat('/tmp'), { ...base, name: 'tmp', size: 4096, mode: 2 ** 31 + 2 ** 20 + 0o777 })
      assert.deepEqual(await stat('data/.'), { ...base, name: '.', size: 4096, mode: 2 ** 31 + 0o755 })
      assert.deepEqual(await stat('/'), { ...base, name: '/', size: 4096, mode: 2 ** 31 + 0o755 })
      assert.deepEqual(await stat('/data/x/'), { status: 404 })
      assert.deepEqual(await stat('/nope'), { status: 404 })
      assert.deepEqual(await stat(''), { status: 400 })
      const link = Buffer.concat([...tarEntry('l', entry('symlink', 0o777, { target: '../data/x' }))])
      const special = Buffer.concat([...tarEntry('s', entry('file', 0o6755))])
      await transfer(engine, 'PUT', '/containers/cc/archive?path=/tmp', Buffer.concat([link, special]))
      const wanted = { status: 200, name: 'l', size: 9, mode: 134218239, linkTarget: '/data/x' }
      assert.deepEqual(await stat('/tmp/l'), wanted)
      assert.equal(((await stat('/tmp/s')) as { mode?: number }).mode, 2 ** 23 + 2 ** 22 + 0o755)
    }))

  it('packs files and directories under the requested name', () =>
    withEngine(async (engine) => {
      image(engine)
      await ask(engine.host, 'POST', '/containers/create?name=cc', { Image: 'tool' })
      const names = async (path: string) => {
        const { body } = await transfer(engine, 'GET', `/containers/cc/archive?path=${path}`)
        return [...(await read(body)).keys()]
      }
      assert.deepEqual(await names('/data'), ['data/', 'data/sub/', 'data/x'])
      assert.deepEqual(await names('/data/'), ['data/', 'data/sub/', 'data/x'])
      assert.deepEqual(await names('/data/.'), ['./', './sub/', './x'])
      const { body, status } = await transfer(engine, 'GET', '/containers/cc/export')
      assert.equal(status, 200)
      const all = await read(body)
      assert.equal(all.get('./data/x')![2].length, 100_000)
      assert.ok(all.has('./etc/hostname'))
      const raw = await exchange(
        engine.host,
        'GET /containers/cc/archive?path=/data HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n',
      )
      assert.match(raw, /Transfer-Encoding: chunked/)
    }))

  it('unpacks a plain or gzipped tar for programs to read', () =>
    withEngine(async (engine) => {
      image(engine)
      await run(engine, 'cc', { Image: 'tool' })
      await exitCode(engine, 'cc')
      assert.equal(
        await read((await transfer(engine, 'GET', '/containers/cc/archive?path=/made/here')).body).then(
          (all) => all.get('here')![2],
        ),
        'made',
      )
      const files = new Files()
      files.write('/deep/er/file', 'content')
      const tar = Buffer.concat([...tarTree(files, '/', '.')])
      for (const [path, body] of [
        ['/data/sub', tar],
        ['/data', gzipSync(tar)],
      ] as const) {
        const put = await transfer(engine, 'PUT', `/containers/cc/archive?path=${path}`, body)
        assert.equal(put.status, 200)
        await run(engine, 'reader', { Image: 'tool', Cmd: ['cat', `${path}/deep/er/file`] })
        await ask(engine.host, 'DELETE', '/containers/reader?force=1')
        const back = await transfer(engine, 'GET', `/containers/cc/archive?path=${path}/deep/er/file`)
        assert.equal((await read(back.body)).get('file')![2], 'content')
      }
      // Byte by byte, so that the first chunk does not show the format; with a hard link, and a path that tries to leave the directory.
      const link = [...tarEntry('again', entry('file', 0o644))] as Buffer[]
      const hard = resum(link[0]!, (block) => block.write('1', 156) + block.write('tmp/one\0', 157))
      const first = Buffer.concat([
        ...tarEntry('../../tmp/one', entry('file', 0o644, { data: Buffer.from('1') })),
        hard,
      ])
      const head = `PUT /containers/cc/archive?path=/ HTTP/1.1\r\nHost: d\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n`
      const body = [...first].map((byte) => `1\r\n${String.fromCharCode(byte)}\r\n`).join('')
      const raw = new Raw(engine.host).send(head)
      raw.send(Buffer.from(`${body}0\r\n\r\n`, 'latin1'))
      await raw.ended()
      assert.match(raw.text, /^HTTP\/1.1 200/)
      const again = await transfer(engine, 'GET', '/containers/cc/archive?path=/again')
      assert.equal((await read(again.body)).get('again')![2], '1')
    }))

  it('sends the Engine’s error messages', () =>
    withEngine(async (engine) => {
      image(engine)
      await ask(engine.host, 'POST', '/containers/create?name=cc', { Image: 'tool' })
      const put = async (query: string, body: Uint8Array, name = 'cc') => {
        const { status, body: answer } = await transfer(engine, 'PUT', `/containers/${name}/archive?${query}`, body)
        return [status, (JSON.parse(answer.toString()) as { message: string }).message]
      }
      const file = (path: string) => Buffer.concat([...tarEntry(path, entry('file', 0o644))])
      const missing = 'Could not find the file /no in container cc'
      assert.deepEqual(await put('path=/no', file('a')), [404, missing])
      assert.deepEqual(await put('path=/data/x', file('a')), [400, 'extraction point is not a directory'])
      assert.deepEqual(await put('', file('a')), [400, "bad parameter: 'path'cannot be empty"])
      assert.deepEqual(await put('path=/', file('a'), 'no'), [404, 'No such container: no'])
      const keep = 'path=/&noOverwriteDirNonDir=1'
      assert.match(String((await put(keep, file('data')))[1]), /cannot overwrite directory "\/data" with non-directory/)
      const folder = Buffer.concat([...tarEntry('data/x', entry('directory', 0o755))])
      assert.match(String((await put(keep, folder))[1]), /cannot overwrite non-directory "\/data\/x" with directory/)
      assert.equal((await transfer(engine, 'PUT', `/containers/cc/archive?${keep}`, file('data/x'))).status, 200)
      const broken = gzipSync(Buffer.alloc(10_000, 'x')).subarray(0, 20)
      assert.match(String((await put('path=/', broken))[1]), /^Error processing tar file\(exit status 1\): gzip: /)
      const link = [...tarEntry('hard', entry('file', 0o644))] as Buffer[]
      const hard = resum(link[0]!, (block) => block.write('1', 156) + block.write('nowhere\0', 157))
      assert.match(String((await put('path=/', hard))[1]), /link \/nowhere \/hard: no such file or directory$/)
    }))

  it('responds while a large body is being sent, stops reading it, and closes', () =>
    withEngine(async (engine) => {
      image(engine)
      for (const framing of ['Content-Length: 10000000', 'Transfer-Encoding: chunked']) {
        const head = `PUT /containers/no/archive?path=/ HTTP/1.1\r\nHost: d\r\n${framing}\r\n\r\n`
        const raw = new Raw(engine.host).send(head)
        const chunked = framing.startsWith('T')
        const piece = Buffer.alloc(100_000, 'x')
        for (let i = 0; i < 4; i++)
          raw.send(chunked ? Buffer.concat([Buffer.from('186a0\r\n'), piece, Buffer.from('\r\n')]) : piece)
        await raw.ended()
        assert.match(raw.text, /^HTTP\/1.1 404 Not Found\r\n.*\r\nConnection: close\r\n\r\n/s)
        raw.socket.on('error', () => {})
        raw.close()
      }
      // If the rest of the body can be read, the connection stays open.
      const small =
        'PUT /containers/no/archive?path=/ HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n'
      const raw = new Raw(engine.host).send(small)
      setTimeout(() => raw.send('0\r\n\r\nGET /_ping HTTP/1.1\r\nHost: d\r\n\r\n'), 10)
      await raw.contains('\r\n\r\nOK')
      assert.doesNotMatch(raw.text, /Connection: close/)
      raw.close()
    }))
})
