// The tarball as npm would publish it: all that users need, and nothing else. Reads `npm pack --dry-run --json`. README's links and
// the source maps lead to files of the package.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { filesUnder, read, root } from '../house/sources.ts'

/** The limit of the unpacked size in bytes. It is far above the present size and detects mistakes. */
const SIZE_LIMIT = 8 * 1024 * 1024

interface Packed {
  files: { path: string }[]
  unpackedSize: number
}

const answer = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
) as Packed[] | Record<string, Packed>
// npm 12 prints an object by package name, earlier ones an array.
const packed = Object.values(answer)[0]!
const names = packed.files.map(({ path }) => path)

const declarations = filesUnder('src', /\.ts$/).map((file) => file.replace(/^src\/(.*)\.ts$/, 'dist/$1.d.ts'))
const { exports } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { exports: object }
const entries = JSON.stringify(exports).match(/dist\/[\w./-]+\.(c?js|d\.cts)(?=")/g) ?? []
const shared = names.filter((name) => /^dist\/shared\/[\w-]+\.c?js$/.test(name))
const modules = [...new Set(entries), ...shared]
const maps = modules.filter((name) => name.endsWith('.js')).map((name) => `${name}.map`)
// The schema has types alone, and dist/ has them.
const sources = filesUnder('src', /\.c?ts$/).filter((file) => file !== 'src/engine/schema.ts')
const pages = ['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json']
const docs = [
  ...filesUnder('docs', /^docs\/[^/]+\.md$/),
  ...filesUnder('docs/examples', /./),
  ...filesUnder('docs/performance', /\.(md|svg)$/),
  ...filesUnder('docs/pictures', /./),
]
const expected = [...declarations, ...modules, ...maps, ...sources, ...pages, ...docs]
assert.deepEqual(names.toSorted(), expected.toSorted(), 'the files of the package')

const has = new Set(names)
let led = 0
for (const map of maps) {
  const { sources, sourcesContent } = JSON.parse(read(map)) as { sources: string[]; sourcesContent?: string[] }
  assert.equal(sourcesContent, undefined, `${map} has the sources once more`)
  led += sources.length
  for (const source of sources) {
    const file = path.posix.join(path.posix.dirname(map), source)
    assert.ok(has.has(file), `${map} leads to ${file}, which the package lacks`)
  }
}
assert.ok(led > 200, `the maps lead to ${led} sources`)
for (const [, target = ''] of read('README.md').matchAll(/\]\(([^)\s]+)\)/g)) {
  const file = target.split('#')[0]!
  if (!/^[a-z]+:/.test(target) && file !== '') assert.ok(has.has(file), `README links ${file}, which the package lacks`)
}
assert.ok(packed.unpackedSize < SIZE_LIMIT, `${packed.unpackedSize} bytes unpacked`)
console.log(`${names.length} files, ${packed.unpackedSize} bytes unpacked`)
