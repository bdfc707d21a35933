// The tarball as npm would publish it: only what users need, and all that they need. Reads `npm pack --dry-run --json`.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { filesUnder, root } from './house/sources.ts'

/** Bytes unpacked: what a user's node_modules pays. Far above today's size; a surprise is what it should catch. */
const SIZE_LIMIT = 4 * 1024 * 1024

interface Packed {
  files: { path: string }[]
  unpackedSize: number
}

const answer = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
) as Packed[] | Record<string, Packed>
// npm 12 answers with an object by package name, earlier ones with an array.
const packed = Object.values(answer)[0]!
const names = packed.files.map(({ path }) => path)

const declarations = filesUnder('src', /\.ts$/).map((file) => file.replace(/^src\/(.*)\.ts$/, 'dist/$1.d.ts'))
const { exports } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { exports: object }
const entries = JSON.stringify(exports).match(/dist\/[\w./-]+\.c?js(?=")/g) ?? []
const expected = [...declarations, ...new Set(entries), 'dist/core.js']
const pages = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']
assert.deepEqual(names.toSorted(), [...expected, ...pages].toSorted(), 'the files of the package')
assert.ok(packed.unpackedSize < SIZE_LIMIT, `${packed.unpackedSize} bytes unpacked`)
console.log(`${names.length} files, ${packed.unpackedSize} bytes unpacked`)
