// The file tree behind the archive endpoints: stat, tar out and in, what is refused; and tar itself against the
// machine's own `tar` where there is one.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { entry, Files } from '../../src/testing/files.ts'
import { readTar, TarError } from '../../src/testing/tar-read.ts'
import { tarEntry, tarTree } from '../../src/testing/tar-write.ts'
import type { EmbeddedEngine, Program } from '../../src/testing.ts'
import { ask, exchange, exitCode, Raw, run, withEngine } from './support.ts'

const LONG = `${'directory/'.repeat(14)}${'n'.repeat(90)}`
const TOO_LONG = `${'d'.repeat(120)}/${'n'.repeat(120)}/ä`

function sample(): Files {
  const files = new Files()
  files.write('/a.txt', 'hello\n', 0o4640)
  files.write('/dir/b', Buffer.alloc(70_000, 'b'))
  files.makeDirectory('/dir/empty', 0o1777)
  files.link('/dir/link', '../a.txt')
  files.write(`/${LONG}`, 'long')
  files.write(`/${TOO_LONG}`, 'longer')
  files.link('/far', `/${'x'.repeat(150)}`)
  files.put('/owned', entry('file', 0o600, { uid: 1000, gid: 100, mtime: 1_700_000_000.25 }))
  return files
}

async function read(bytes: Uint8Array, step = 1000): Promise<Map<string, [string, number, string]>> {
  const found = new Map<string, [string, number, string]>()
  for await (const { path, entry: each } of readTar(pieces(bytes, step))) {
    found.set(path, [each.type, each.mode, Buffer.from(each.data).toString() || each.target])
  }
  return found
}

async function* pieces(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step)
}

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

describe('tar', () => {
  it('is read back as it was written, however it is cut', async () => {
    const files = sample()
    const tar = Buffer.concat([...tarTree(files, '/', '.')])
    assert.equal(tar.length % 512, 0)
    for (const step of [1, 511, 512, 100_000]) {
      const found = await read(tar, step)
      assert.deepEqual(found.get('./a.txt'), ['file', 0o4640, 'hello\n'])
      assert.deepEqual(found.get('./dir/empty/'), ['directory', 0o1777, ''])
      assert.deepEqual(found.get('./dir/link'), ['symlink', 0o777, '../a.txt'])
      assert.equal(found.get('./dir/b')![2].length, 70_000)
      assert.deepEqual(found.get(`./${LONG}`), ['file', 0o644, 'long'])
      assert.deepEqual(found.get(`./${TOO_LONG}`), ['file', 0o644, 'longer'])
      assert.deepEqual(found.get('./far'), ['symlink', 0o777, `/${'x'.repeat(150)}`])
      assert.equal(found.size, files.walk('/').length)
    }
  })

  it('is understood by the machine’s own tar, and the other way round', async (t) => {
    if (spawnSync('tar', ['--version']).status !== 0) return t.skip('no tar here')
    const folder = mkdtempSync(join(tmpdir(), 'fairlead-tar-'))
    try {
      const listed = execFileSync('tar', ['-tvf', '-'], { input: Buffer.concat([...tarTree(sample(), '/', '.')]) })
      assert.match(listed.toString(), /-rwSr----- .* 6 .* \.\/a\.txt/)
      assert.match(listed.toString(), /drwxrwxrwt .* \.\/dir\/empty\//)
      writeFileSync(join(folder, 'one'), 'first')
      writeFileSync(join(folder, 'n'.repeat(200)), 'named at length')
      for (const format of ['ustar', 'gnu', 'pax']) {
        const names = format === 'ustar' ? ['one'] : ['one', 'n'.repeat(200)]
        const tar = execFileSync('tar', ['-C', folder, `--format=${format}`, '-cf', '-', ...names])
        const found = await read(tar)
        assert.equal(found.get('one')![2], 'first')
        if (names.length > 1) assert.equal(found.get('n'.repeat(200))![2], 'named at length')
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    return undefined
  })

  it('refuses what is none, or is cut short', async () => {
    const [head, data, gap] = [...tarEntry('a', entry('file', 0o644, { data: Buffer.alloc(600, 'x') }))] as Buffer[]
    const fails = (bytes: Uint8Array, words: RegExp) =>
      assert.rejects(read(bytes), (error: Error) => error instanceof TarError && words.test(error.message))
    const whole = Buffer.concat([head!, data!, gap!])
    await fails(whole.subarray(0, 100), /unexpected EOF/)
    await fails(whole.subarray(0, 800), /unexpected EOF/)
    await fails(whole.subarray(0, 1200), /unexpected EOF/)
    await fails(Buffer.alloc(512, 'x'), /invalid tar header/)
    const wrong = Buffer.from(whole)
    wrong[0]!++
    await fails(wrong, /invalid tar header/)
    const [pax] = [...tarEntry('ä', entry('file', 0o644))] as Buffer[]
    await fails(Buffer.concat([pax!, Buffer.alloc(512, '9')]), /invalid tar header/)
  })

  it('passes over devices and global records, and reads numbers of base 256', async () => {
    const [head] = [...tarEntry('a', entry('file', 0o644))] as Buffer[]
    const device = resum(head!, (block) => block.write('3', 156))
    const global = resum(head!, (block) => block.write('g', 156))
    const large = resum(head!, (block) => {
      block.fill(0, 108, 116)
      block[108] = 0x80
      block[115] = 77
    })
    const folder = resum(head!, (block) => block.write('old/\0', 0))
    const found = readTar(pieces(Buffer.concat([device, global, large, folder]), 512))
    const all = []
    for await (const each of found) all.push(each)
    assert.deepEqual(
      all.map(({ path, entry: each }) => [path, each.type, each.uid]),
      [
        ['a', 'file', 77],
        ['old/', 'directory', 0],
      ],
    )
  })
})

/** A header changed, with its sum made right again. */
function resum(block: Buffer, change: (block: Buffer) => unknown): Buffer {
  const copy = Buffer.from(block)
  change(copy)
  copy.fill(32, 148, 156)
  let sum = 0
  for (const byte of copy) sum += byte
  copy.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return copy
}

describe('files', () => {
  it('follow symlinks in directories, and at the end where asked', () => {
    const files = sample()
    files.link('/way', 'dir')
    assert.equal(Buffer.from(files.read('/way/link')!).toString(), 'hello\n')
    assert.equal(files.resolve('/way/link', false), '/dir/link')
    files.link('/loop', '/loop')
    assert.equal(files.read('/loop'), undefined)
    assert.equal(files.read('/dir'), undefined)
    assert.deepEqual(files.list('/dir'), ['b', 'empty', 'link'])
    assert.ok(files.list('/').includes('way'))
    files.remove('/dir')
    assert.deepEqual(files.list('/dir'), [])
    files.remove('/')
    assert.deepEqual(files.list('/'), [])
    const copy = new Files()
    sample().copyTo(copy)
    assert.equal(copy.read('/a.txt')!.length, 6)
  })
})

describe('archive', () => {
  const program: Program = async ({ files, args, stdout }) => {
    if (args[0] === 'cat') await stdout.write(files.read(args[1]!) ?? 'nothing')
    else files.write('/made/here', 'made')
  }
  const image = (engine: EmbeddedEngine) =>
    engine.image('tool', program, { files: { '/data/x': 'x'.repeat(100_000), '/data/sub/': '', '/bin/run': 'run' } })

  it('tells of a path: name, size, Go’s mode, time, target', () =>
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

  it('packs files and folders under the name asked for', () =>
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

  it('unpacks, plain or gzip’d, for programs to read', () =>
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
      // One byte at a time, so that the kind is not in the first piece; and a hard link, and a way out that is none.
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

  it('refuses in the Engine’s words', () =>
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

  it('answers early while a large body comes: reads no more, and closes', () =>
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
      // A body that can still be read to its end leaves the connection as it was.
      const small =
        'PUT /containers/no/archive?path=/ HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n'
      const raw = new Raw(engine.host).send(small)
      setTimeout(() => raw.send('0\r\n\r\nGET /_ping HTTP/1.1\r\nHost: d\r\n\r\n'), 10)
      await raw.contains('\r\n\r\nOK')
      assert.doesNotMatch(raw.text, /Connection: close/)
      raw.close()
    }))
})
