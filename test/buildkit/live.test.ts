// Builds on a real Engine: what a Dockerfile can ask of BuildKit, the outputs, what is sent of a context.

import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import { BuildError, openBuildSession } from '../../src/buildkit.ts'
import { build as buildClassic, push, run } from '../../src/index.ts'
import { password, registryObstacle, startRegistry, username } from '../live/private-registry.ts'
import { liveEngine } from '../support/live.ts'
import { tempDir } from '../support/temp.ts'
import { buildByHand, engineOf, folderWith, imageName, linesOf, start } from './build-kit.ts'

const { host, skip } = liveEngine()
const SECRET = 'h1dden-vàlue-7263'

/** Asks for everything that 20.10 has; the result is the file /result of the stage `wanted`. */
const EVERYTHING = `
ARG BASE=busybox
FROM $BASE AS left
ARG WORD=none
RUN --mount=type=cache,target=/cache echo "$WORD" >> /cache/words && tail -n 1 /cache/words > /left
FROM busybox AS right
RUN --mount=type=secret,id=token --mount=type=secret,id=file,target=/etc/file --mount=type=secret,id=none \\
  wc -c < /run/secrets/token > /right && cat /etc/file | wc -c >> /right && ls /run/secrets >> /right
FROM busybox AS wanted
COPY --from=left /left /
COPY --from=right /right /
RUN cat /left /right > /result
FROM busybox
RUN false
`

test('secrets, a cache mount, parallel stages, build args and a target; the image runs', { skip }, async (t) => {
  const engine = engineOf(t)
  const folder = folderWith(t, { Dockerfile: EVERYTHING, 'secret.txt': SECRET })
  const name = imageName(t)
  const word = `word-${process.pid}`
  const build = start(engine, folder, {
    tags: [name, `${name}:two`],
    target: 'wanted',
    buildArgs: { WORD: word, PATHLESS: null },
    labels: { 'fairlead.test': 'label' },
    noCache: true,
    secrets: { token: async () => SECRET, file: { file: path.join(folder, 'secret.txt') } },
  })
  const events: unknown[] = []
  for await (const event of build) events.push(event)
  const { imageId, steps, sent } = await build.done()
  assert.match(imageId!, /^sha256:[0-9a-f]{64}$/)
  assert.ok(steps.some((step) => step.name.includes('wc -c < /run/secrets/token')))
  assert.ok(
    steps.every(({ state }) => state === 'done' || state === 'cached'),
    JSON.stringify(steps),
  )
  assert.ok(!steps.some((step) => step.name.includes('RUN false')))
  const bytes = Buffer.byteLength(SECRET)
  const ran = await run(engine, { Image: `${name}:two`, Cmd: ['cat', '/result'], HostConfig: { NetworkMode: 'none' } })
  assert.equal(ran.stdout, `${word}\n${bytes}\n${bytes}\ntoken\n`)
  const image = await engine.get('/images/{name}/json', { path: { name } })
  assert.equal(image.Config?.Labels?.['fairlead.test'], 'label')
  const history = await engine.get('/images/{name}/history', { path: { name } })
  const everything = JSON.stringify([events, steps, sent, image, history])
  assert.ok(!everything.includes(SECRET) && !everything.includes(Buffer.from(SECRET).toString('base64')))
})

test('heredocs and rules of the linter, where the Engine has them', { skip }, async (t) => {
  const engine = engineOf(t)
  const { server } = await engine.version()
  if (Number.parseInt(server.Version, 10) < 23) return t.skip(`${server.Version} has no heredocs`)
  const dockerfileText =
    'FROM busybox AS made\nRUN <<END\necho one > /text\necho two >> /text\nEND\nFROM scratch\nCOPY --from=made /text /\n'
  const folder = tempDir(t)
  await start(engine, { files: {} }, { dockerfileText, output: { folder } }).done()
  assert.equal(readFileSync(path.join(folder, 'text'), 'utf8'), 'one\ntwo\n')
  const { warnings } = await start(
    engine,
    { files: {} },
    { dockerfileText: 'FROM busybox\nENV a b\n', output: 'none' },
  ).done()
  if (Number.parseInt(server.Version, 10) < 27) return
  assert.match(warnings[0]!.message, /LegacyKeyValueFormat/)
  assert.deepEqual([warnings[0]!.file, warnings[0]!.ranges[0]?.start.line], ['Dockerfile', 2])
})

/** ssh-add with its libraries, as files of a context; undefined where it cannot be had. */
function sshAdd(): Record<string, Uint8Array> | undefined {
  const program = '/usr/bin/ssh-add'
  if (!existsSync(program) || !existsSync('/usr/bin/ssh-agent')) return undefined
  const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+/g) ?? []
  return Object.fromEntries([program, ...libraries].map((file) => [`root${file}`, readFileSync(file)]))
}

test('an ssh agent signs and lists, and nothing else', { skip }, async (t) => {
  const programs = sshAdd()
  if (programs === undefined) return t.skip('no ssh-add and ssh-agent on this machine')
  const engine = engineOf(t)
  const keys = tempDir(t)
  const agent = spawn('ssh-agent', ['-D', '-a', `${keys}/agent`], { stdio: ['ignore', 'pipe', 'ignore'] })
  t.after(() => agent.kill())
  await new Promise((resolve) => agent.stdout.once('data', resolve))
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'the key', '-f', `${keys}/key`])
  execFileSync('ssh-add', ['-q', `${keys}/key`], {
    env: { ...process.env, SSH_AUTH_SOCK: `${keys}/agent` },
    stdio: 'ignore',
  })
  const Dockerfile = `FROM busybox AS made
COPY root /
COPY key /key
RUN --mount=type=ssh ssh-add -l > /listed && { ssh-add -D > /removed 2>&1; ssh-add -T /key.pub > /signed 2>&1; ssh-add -l >> /listed; true; }
RUN --mount=type=ssh,id=other echo "$SSH_AUTH_SOCK" > /other
FROM scratch
COPY --from=made /listed /removed /other /
`
  const files = { ...programs, key: readFileSync(`${keys}/key.pub`), Dockerfile }
  for (const name of Object.keys(programs)) Object.assign(files, { [name]: { data: programs[name], mode: 0o755 } })
  const folder = tempDir(t)
  const ssh = { default: `${keys}/agent`, other: `${keys}/agent` }
  await start(engine, { files }, { ssh, output: { folder }, noCache: true }).done()
  const listed = readFileSync(path.join(folder, 'listed'), 'utf8').trim().split('\n')
  assert.equal(listed.length, 2, listed.join())
  assert.match(listed[1]!, /the key \(ED25519\)/)
  assert.match(readFileSync(path.join(folder, 'removed'), 'utf8'), /agent refused|Failed/i)
  assert.match(readFileSync(path.join(folder, 'other'), 'utf8'), /^\/run\/buildkit\/ssh_agent\.\d+\n$/)
})

test('a folder as the output: files, modes, links, times; what was there stays, what is in the way goes', {
  skip,
}, async (t) => {
  const engine = engineOf(t)
  const folder = folderWith(t, { kept: 'kept', 'bin/tool': 'old' })
  symlinkSync('/etc/hostname', path.join(folder, 'text'))
  const Dockerfile = `FROM busybox AS made
RUN mkdir -p /o/bin /o/empty && echo new > /o/bin/tool && chmod 4755 /o/bin/tool && echo text > /o/text && ln /o/text /o/hard \\
  && ln -s ../text /o/bin/soft && chmod 555 /o/bin && head -c 3000000 /dev/zero > /o/large && touch -d @1000000000 /o/text
FROM scratch
COPY --from=made /o /
`
  const result = await start(engine, { files: { Dockerfile } }, { output: { folder } }).done()
  assert.equal(result.imageId, undefined)
  const at = (name: string) => path.join(folder, name)
  assert.equal(readFileSync(at('kept'), 'utf8'), 'kept')
  assert.equal(readFileSync(at('bin/tool'), 'utf8'), 'new\n')
  assert.equal(statSync(at('bin/tool')).mode & 0o7777, 0o4755)
  assert.equal(statSync(at('bin')).mode & 0o777, 0o555)
  assert.ok(statSync(at('empty')).isDirectory())
  assert.ok(lstatSync(at('text')).isFile())
  assert.equal(statSync(at('text')).mtimeMs, 1_000_000_000_000)
  assert.equal(statSync(at('text')).ino, statSync(at('hard')).ino)
  assert.equal(readlinkSync(at('bin/soft')), '../text')
  assert.equal(statSync(at('large')).size, 3_000_000)
})

test('a tar as the output: a file that appears when it is whole, or a stream', { skip }, async (t) => {
  const engine = engineOf(t)
  const folder = tempDir(t)
  const tar = path.join(folder, 'out.tar')
  const files = { Dockerfile: 'FROM scratch\nCOPY a /\n', a: 'content' }
  await start(engine, { files }, { output: { tar } }).done()
  assert.deepEqual(readdirSync(folder), ['out.tar'])
  assert.match(readFileSync(tar, 'latin1'), /^a\0/)
  const stream = new PassThrough()
  const [collected] = await Promise.all([text(stream), start(engine, { files }, { output: { tar: stream } }).done()])
  assert.match(collected, /^a\0/)
  const broken = start(engine, { files }, { output: { tar: path.join(folder, 'none/out.tar') } })
  await assert.rejects(broken.done(), { code: 'ERR_LOCAL_FILE' })
  assert.deepEqual(readdirSync(folder), ['out.tar'])
})

test('a tar and a session beside it; the classic builder unharmed', { skip }, async (t) => {
  const engine = engineOf(t)
  const folder = folderWith(t, {
    Dockerfile: 'FROM busybox\nRUN --mount=type=secret,id=s,required=true test -s /run/secrets/s\n',
  })
  const tar = execFileSync('tar', ['-C', folder, '-c', '.'])
  const { imageId } = await start(engine, { tar }, { secrets: { s: 'x' } }).done()
  assert.match(imageId!, /^sha256:/)
  const name = imageName(t)
  const plain = execFileSync('tar', ['-C', folderWith(t, { Dockerfile: 'FROM busybox\n' }), '-c', '.'])
  await buildClassic(engine, plain, { tags: name }).done()
})

test('a session of one’s own, for a build by hand', { skip }, async (t) => {
  await buildByHand(t, {})
})

test('the lines of a build', { skip }, async (t) => {
  const engine = engineOf(t)
  const pause = 'sleep 0.2'
  const program = `printf 'one\\ntwo' && ${pause} && printf '%s\\n' '-three' >&2 && ${pause} && echo ${process.pid}`
  const dockerfileText = `FROM busybox\nRUN ${program}\n`
  const lines = await linesOf(start(engine, { files: {} }, { dockerfileText, output: 'none' }))
  const number = /^#(\d+) \[2\/2\] RUN printf/.exec(lines.find((line) => line.includes('RUN printf')) ?? '')?.[1]
  const own = lines.filter((line) => line.startsWith(`#${number} `)).map((line) => line.replace(/\d+\.\d+/, 'N'))
  assert.deepEqual(own.slice(1), [
    `#${number} N one`,
    `#${number} N two-three`,
    `#${number} N ${process.pid}`,
    `#${number} DONE Ns`,
  ])
})

test('a base image from a registry that wants credentials', { skip }, async (t) => {
  const obstacle = registryObstacle(host)
  if (obstacle !== undefined) return t.skip(obstacle)
  const engine = engineOf(t)
  const registry = await startRegistry(host, tempDir(t), 25_000 + (process.pid % 10_000))
  t.after(() => registry.stop())
  const base = `${registry.host}/team/base`
  await engine.post('/images/{name}/tag', { path: { name: 'busybox' }, query: { repo: base, tag: 'one' } })
  const auth = { username, password }
  await push(engine, `${base}:one`, { auth }).done()
  await engine.delete('/images/{name}', { path: { name: `${base}:one` } })
  const dockerfileText = `FROM ${base}:one\nRUN true\n`
  const without = start(engine, { files: {} }, { dockerfileText, pull: true, output: 'none' })
  await assert.rejects(without.done(), (error) => error instanceof BuildError && error.problem === 'pull')
  await start(
    engine,
    { files: {} },
    { dockerfileText, pull: true, output: 'none', auth: { [registry.host]: auth } },
  ).done()
  // The same by hand: a session's credentials for build({ version: '2' }).
  await using session = await openBuildSession(engine, { auth: { [registry.host]: auth } })
  const tar = execFileSync('tar', ['-C', folderWith(t, { Dockerfile: `FROM ${base}:one\n` }), '-c', '.'])
  const { imageId } = await buildClassic(engine, tar, { version: '2', session: session.id, pull: true }).done()
  assert.match(imageId!, /^sha256:/)
  // And with a session that opens and closes by itself.
  const ready = await start(engine, { tar }, { pull: true, auth: { [registry.host]: auth } }).done()
  assert.match(ready.imageId!, /^sha256:/)
  assert.ok(ready.steps.some(({ name }) => name.includes(`FROM ${base}:one`)))
})
