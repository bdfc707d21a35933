// No import circle in src/, test/, bench/ and docs/examples, nor across them. Type imports count.

import assert from 'node:assert/strict'
import test from 'node:test'
import { exceptions } from './exceptions.ts'
import { assertNone, filesUnder, importsOf, read, resolveImport } from './sources.ts'

type Graph = ReadonlyMap<string, readonly string[]>

/** The groups of files that reach each other, each sorted: Tarjan's strongly connected components of two files or more, or of one that imports itself. */
export function circlesOf(graph: Graph): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (file: string): void => {
    const own = index.size
    index.set(file, own)
    low.set(file, own)
    stack.push(file)
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue
      if (!index.has(next)) {
        visit(next)
        low.set(file, Math.min(low.get(file)!, low.get(next)!))
      } else if (stack.includes(next)) low.set(file, Math.min(low.get(file)!, index.get(next)!))
    }
    if (low.get(file) !== own) return
    const circle = stack.splice(stack.indexOf(file))
    if (circle.length > 1 || graph.get(file)!.includes(file)) circles.push(circle.sort())
  }
  for (const file of graph.keys()) if (!index.has(file)) visit(file)
  return circles
}

const files = ['src', 'test', 'bench', 'docs/examples'].flatMap((folder) => filesUnder(folder, /\.(ts|cts|mjs)$/))

test('no circle', () => {
  for (const folder of ['src/', 'test/', 'bench/']) assert.ok(files.some((file) => file.startsWith(folder)))
  const graph = new Map(files.map((file) => [file, importsOf(read(file)).map((name) => resolveImport(file, name))]))
  const circles = circlesOf(graph).map((circle) => circle.join(', '))
  assertNone(
    circles.filter((circle) => !exceptions.circles.includes(circle)),
    'files that import each other, directly or through other files',
  )
  assertNone(
    exceptions.circles.filter((circle) => !circles.includes(circle)),
    'exceptions that are no longer circles',
  )
})

test('circles of one, two and three files are found, and a fork is none', () => {
  const graph = (edges: Record<string, string[]>): Graph => new Map(Object.entries(edges))
  assert.deepEqual(circlesOf(graph({ a: ['a'] })), [['a']])
  assert.deepEqual(circlesOf(graph({ a: ['b'], b: ['a', 'c'], c: [] })), [['a', 'b']])
  assert.deepEqual(circlesOf(graph({ a: ['b'], b: ['c'], c: ['a'], d: ['a'] })), [['a', 'b', 'c']])
  assert.deepEqual(circlesOf(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: ['node:fs'] })), [])
})
