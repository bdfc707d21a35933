// What the compiler says of usual mistakes: the first line of each error has to say what to write instead. The table in docs/calls.md has
// the most usual of them.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { root } from '../house/sources.ts'

const mistakes: [call: string, advice: RegExp][] = [
  ['engine.get(`/containers/$' + '{id}/json`)', /'"\/containers\/\{id\}\/json: the id goes into the option path"'/],
  ["engine.get('/containers/4f2a/json')", /'"\/containers\/\{id\}\/json: the id goes into the option path"'/],
  [
    "engine.request('GET', '/containers/4f2a/logs')",
    /'"\/containers\/\{id\}\/logs: the id goes into the option path"'/,
  ],
  [
    "engine.get('/v1.41/info')",
    /'"\/info: without the version, which is negotiated; connect\(\{ apiVersion \}\) sets one"'/,
  ],
  ["engine.get('/events')", /'"\/events is a stream: use engine\.request\('GET', …\), or a recipe such as/],
  ["engine.post('/build')", /'"\/build is a stream: use engine\.request\('POST', …\)/],
  [
    "engine.get('/containers/json?all=1')",
    /'"\/containers\/json: what follows the question mark goes into the option query"'/,
  ],
  ["engine.get('/containers/{id}/start', { path })", /has another method: POST"'/],
  ["engine.request('DELETE', '/containers/json')", /has another method: GET"'/],
  [
    "engine.request('POST', '/containers/{id}/attach', { path })",
    /takes the connection: use engine\.tunnel\(\), or a recipe/,
  ],
  ["engine.get('/info/')", /'"\/info: without the slash at its end"'/],
  ["engine.get('/libpod/info')", /has no \/libpod\/info: for others use engine\.untyped"'/],
  ['engine.get(id)', /known to the compiler: for any other use engine\.untyped"'/],
  ["engine.get('/containers/{id}/json', { path: { Id: id } })", /Did you mean to write 'id'\?/],
  ["engine.post('/containers/create', { body: { image: 'busybox' } })", /Did you mean to write 'Image'\?/],
  ["engine.post('/containers/create')", /'"\/containers\/create needs one more argument: \{ body: \{ … \} \}"'/],
  ["engine.get('/containers/{id}/json')", /\{id\}\/json needs one more argument: \{ path: \{ id: … \} \}"'/],
  ["engine.delete('/containers/{id}')", /needs one more argument: \{ path: \{ id: … \} \}"'/],
  [
    "engine.post('/containers/{id}/rename')",
    /needs one more argument: \{ path: \{ id: … \}, query: \{ name: … \} \}"'/,
  ],
  ["engine.put('/containers/{id}/archive')", /: \{ path: \{ id: … \}, query: \{ path: … \}, body: … \}"'/],
  ["engine.get('/images/search')", /needs one more argument: \{ query: \{ term: … \} \}"'/],
  ["engine.request('GET', '/containers/{id}/logs')", /needs one more argument: \{ path: \{ id: … \} \}"'/],
  ["engine.request('POST', '/images/{name}/push')", /: \{ path: \{ name: … \}, auth: \{ … \} \}"'/],
  ["engine.head('/containers/{id}/archive')", /: \{ path: \{ id: … \}, query: \{ path: … \} \}"'/],
  ["engine.tunnel('/containers/{id}/attach')", /needs one more argument: \{ path: \{ id: … \} \}"'/],
  ["engine.upgrade('/session')", /needs one more argument: \{ protocol: 'h2c' \}"'/],
  ["engine.post('/containers/create', {})", /Property 'body' is missing in type '\{\}' but required/],
  ["engine.post('/containers/create', { query: { name: 'web' } })", /Property 'body' is missing/],
  ["engine.get('/containers/{id}/json', {})", /Property 'path' is missing in type '\{\}' but required/],
  ["engine.get('/containers/{id}/json', { path: {} })", /Property 'id' is missing/],
  ["engine.post('/containers/{id}/rename', { path })", /Property 'query' is missing/],
  ["engine.post('/containers/{id}/rename', {})", /missing the following properties from type .*: path, query$/],
  ["engine.request('POST', '/images/{name}/push', { path: { name: 'a' } })", /Property 'auth' is missing/],
  ["engine.tunnel('/containers/{id}/attach', {})", /Property 'path' is missing in type '\{\}' but required/],
  ["engine.upgrade('/session', {})", /Property 'protocol' is missing in type '\{\}' but required/],
  ["engine.head('/containers/{id}/archive', { path })", /Property 'query' is missing/],
  ["engine.get('/images/search', { query: {} })", /Property 'term' is missing .* required in type 'ImageSearchQuery'/],
  ["engine.post('/networks/create', { body: {} })", /Property 'Name' is missing/],
  ["run(engine, { Cmd: ['date'] })", /Property 'Image' is missing in type .* required in type 'RunSpec'/],
  [
    'logs(engine, id, { folow: true })',
    /'folow' does not exist in type 'LogsOptions'\. Did you mean to write 'follow'\?/,
  ],
  ["engine.get('/containers/json', { query: { al: true } })", /'al' does not exist in type 'ContainerListQuery'/],
  ["connect({ hosts: 'tcp://10.0.0.1:2375' })", /Did you mean to write 'host'\?/],
]

test('each mistake’s first line says what to do', () => {
  // As deep as this file, so that its imports lead to the sources.
  const folder = path.join(root, 'build', 'advice')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const head = [
    "import { connect, type Engine, logs, run } from '../../src/index.ts'",
    'declare const engine: Engine; declare const id: string; const path = { id }; void connect; void logs; void run; void path',
  ]
  writeFileSync(path.join(folder, 'advice.ts'), [...head, ...mistakes.map(([call]) => `void ${call}`)].join('\n'))
  const config = {
    extends: path.join(root, 'test/tsconfig.json'),
    compilerOptions: { noEmit: true, rootDir: root, allowImportingTsExtensions: true },
    include: ['advice.ts'],
    exclude: [],
  }
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config))
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  const args = [compiler, '-p', path.join(folder, 'tsconfig.json'), '--pretty', 'false']
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder })
  const errors = [...stdout.matchAll(/^advice\.ts\((\d+),\d+\): error (.*)$/gm)]
  for (const [at, [call, advice]] of mistakes.entries()) {
    const line = errors.find(([, number]) => Number(number) === at + head.length + 1)?.[2] ?? 'no error'
    assert.match(line, advice, call)
  }
  assert.equal(errors.length, mistakes.length, stdout)
})
