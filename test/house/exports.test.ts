// The package as its users get it: what package.json exports is in dist/, each entry can be imported by its name, and
// every entry point of src/ is exported. Resolved by self-reference, as Node does for `fairlead` inside the package.

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { filesUnder, importsOf, read, resolveImport, root } from './sources.ts'

interface Targets {
  types: string
  default: string
}

const manifest = JSON.parse(read('package.json')) as {
  exports: Record<string, string | Targets | { import: Targets; require: Targets }>
  type: string
  sideEffects: string[]
  engines: { node: string }
}
const entries = Object.entries(manifest.exports).filter(([name]) => name !== './package.json')

/** What is CommonJS, and does something when it is loaded. */
const REGISTER = './modem/register'

test('the manifest says what it must', () => {
  assert.equal(manifest.type, 'module')
  assert.deepEqual(manifest.sideEffects, ['./dist/modem-register.cjs'])
  assert.equal(manifest.engines.node, '>=20.19')
})

for (const [name, targets] of entries) {
  const specifier = path.posix.join('fairlead', name)
  test(`${specifier} has its files and can be loaded`, async () => {
    assert.ok(typeof targets === 'object')
    const forms = 'import' in targets ? [targets.import, targets.require] : [targets]
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

test('every entry point of src/ is exported, under its name', () => {
  const points = filesUnder('src', /^src\/[^/]+\.ts$/).filter((file) => file !== 'src/error.ts')
  const names = points.map((file) =>
    file.replace(/^src\/(.*)\.ts$/, (_, name) => (name === 'index' ? '.' : `./${name}`)),
  )
  assert.deepEqual(entries.map(([name]) => name).sort(), [...names, REGISTER].sort())
})

for (const file of filesUnder('src', /\.ts$/)) {
  // Also what makes the coverage count a file that no other test loads.
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
  const text = [...seen].map(read).join('')
  // An operation that no recipe uses, and the table of fairlead/versions.
  for (const word of ['/checkpoints', 'operationsSince', 'ContainerInspectResponse'])
    assert.ok(!text.includes(word), word)
  assert.deepEqual(
    filesUnder('src', /schema\.ts$/).map((file) =>
      existsSync(path.join(root, file.replace(/^src(.*)ts$/, 'dist$1js'))),
    ),
    [false],
  )
  assert.match(read('dist/versions.js'), /operationsSince/)
})
