// misuses.ts has a mistake a line. With its marks taken away the compiler must say exactly what they say, line by line: a mark alone
// would also be content with a mistake of the file's own.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { assertNone, read, root } from '../house/sources.ts'

const MARK = /^ *\/\/ @ts-expect-error (\d+): \S.*$/

test('each misuse is rejected by the compiler for the reason next to it', () => {
  const lines = read('test/engine/misuses.ts').split('\n')
  const marks = lines.flatMap((line, at) => (line.includes('@ts-expect-error') ? [at] : []))
  assert.ok(marks.length >= 60, `${marks.length} misuses`)
  // The mistake stands in the line after its mark, and that is line at + 2 as the compiler counts.
  const expected = marks.map((at) => `${at + 2}: TS${MARK.exec(lines[at]!)?.[1]}`)
  const reported = compile(lines.map((line) => (line.includes('@ts-expect-error') ? '' : line)).join('\n'))
  assertNone(
    [...expected.filter((one) => !reported.includes(one)), ...reported.filter((one) => !expected.includes(one))],
    'otherwise',
  )
  assert.deepEqual(reported, expected)
})

/** What the compiler says of the text: `12: TS2345`. */
function compile(text: string): string[] {
  // As deep as the file itself, so that its relative imports lead to the same sources.
  const folder = path.join(root, 'build', 'misuses')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'misuses.ts'), text)
  const config = {
    extends: path.join(root, 'test/tsconfig.json'),
    compilerOptions: { noEmit: true, rootDir: root, allowImportingTsExtensions: true },
    include: ['misuses.ts'],
    exclude: [],
  }
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config))
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  const args = [compiler, '-p', path.join(folder, 'tsconfig.json'), '--pretty', 'false']
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder })
  return [...stdout.matchAll(/^misuses\.ts\((\d+),\d+\): error (TS\d+)/gm)].map(([, line, code]) => `${line}: ${code}`)
}
