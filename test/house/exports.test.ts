// The package as its users get it: what package.json exports is in dist/, each entry can be imported by its name, and
// every entry point of src/ is exported. Resolved by self-reference, as Node does for `fairlead` inside the package.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { VERSION } from '../../src/engine/request/library-version.ts'
import { filesUnder, importsOf, read, resolveImport, root } from './sources.ts'

interface Targets {
  types: string
  default: string
}

/** `module-sync` is for a Node that can require() an ES module, `module` for bundlers: import and require then share one instance. */
interface Forms {
  import: Targets
  'module-sync'?: string
  module?: string
  require: Targets
}

const manifest = JSON.parse(read('package.json')) as {
  version: string
  main: string
  types: string
  exports: Record<string, string | Targets | Forms>
  typesVersions: Record<string, Record<string, string[]>>
  type: string
  sideEffects: string[]
  engines: { node: string }
}
const entries = Object.entries(manifest.exports).filter(([name]) => name !== './package.json')

/** The entry that is CommonJS and has a side effect when it is loaded. */
const REGISTER = './modem/register'

test('the manifest has the required fields', () => {
  assert.equal(manifest.type, 'module')
  assert.deepEqual(manifest.sideEffects, ['./dist/modem-register.cjs'])
  assert.equal(manifest.engines.node, '^20.19 || >=22.12')
  // The version in a request's User-Agent.
  assert.equal(VERSION, manifest.version)
})

for (const [name, targets] of entries) {
  const specifier = path.posix.join('fairlead', name)
  test(`${specifier} has its files and can be loaded`, async () => {
    assert.ok(typeof targets === 'object')
    const forms = 'import' in targets ? [targets.import, targets.require] : [targets]
    if ('module-sync' in targets) {
      assert.deepEqual(Object.keys(targets), ['import', 'module-sync', 'module', 'require'])
      for (const name of ['module-sync', 'module'] as const) assert.equal(targets[name], targets.import.default)
    } else assert.ok(name === REGISTER || name === './modem', 'what require() gives there is not the ES module')
    for (const form of forms) {
      // Conditions are tried in order: `types` must come before what matches always.
      assert.deepEqual(Object.keys(form), ['types', 'default'])
      for (const target of Object.values(form)) assert.ok(existsSync(path.join(root, target)), `${target} is missing`)
    }
    if (name === REGISTER) return
    const entry = (await import(specifier)) as Record<string, unknown>
    assert.notDeepEqual(Object.keys(entry), [])
  })
}

test('a resolver that ignores exports finds the types of every entry point', () => {
  assert.equal(manifest.main, './dist/index.cjs')
  assert.equal(manifest.types, './dist/index.d.ts')
  const listed = Object.entries(manifest.typesVersions['*']!)
  assert.deepEqual(
    listed.map(([name]) => `./${name}`).sort(),
    entries
      .map(([name]) => name)
      .filter((name) => name !== '.')
      .sort(),
  )
  for (const [, [file = '']] of listed) assert.ok(existsSync(path.join(root, file)), `${file} is missing`)
})

test('every entry point of src/ is exported, under its name', () => {
  const points = filesUnder('src', /^src\/[^/]+\.ts$/).filter(
    (file) =>
      !['src/bytes.ts', 'src/go-number.ts', 'src/check.ts', 'src/error.ts', 'src/error-codes.ts'].includes(file),
  )
  const names = points.map((file) =>
    file.replace(/^src\/(.*)\.ts$/, (_, name) => (name === 'index' ? '.' : `./${name}`)),
  )
  assert.deepEqual(entries.map(([name]) => name).sort(), [...names, REGISTER].sort())
})

for (const file of filesUnder('src', /\.ts$/)) {
  // This also makes the coverage count files that no other test loads.
  test(`${file} can be loaded alone`, async () => {
    await import(new URL(`../../${file.replace(/\.ts$/, '.js')}`, import.meta.url).href)
  })
}

test('what `import "fairlead"` loads has nothing of the API document in it', () => {
  const seen = new Set<string>()
  const load = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    for (const name of importsOf(read(file))) if (name.startsWith('.')) load(resolveImport(file, name))
  }
  load('dist/index.js')
  assert.ok(seen.has('dist/shared/core.js'))
  for (const file of ['logs', 'files', 'shared/archive']) assert.ok(!seen.has(`dist/${file}.js`), file)
  const text = [...seen].map(read).join('')
  // An operation that no recipe uses, and the table of fairlead/versions.
  for (const word of [
    '/checkpoints',
    'WHOLE_SECOND_RUNS',
    'FollowedLog',
    'PaxHeaders',
    'dockerignore',
    'operationsSince',
    'ContainerInspectResponse',
  ])
    assert.ok(!text.includes(word), word)
  assert.deepEqual(
    filesUnder('src', /schema\.ts$/).map((file) =>
      existsSync(path.join(root, file.replace(/^src(.*)ts$/, 'dist$1js'))),
    ),
    [false],
  )
  assert.match(read('dist/versions.js'), /operationsSince/)
})
