// README's table beside the peers and docs/comparison.md say what docs/performance/*.json says, each cell with its link: nobody
// edits a figure or a verdict by hand. `npm run bench -- page` writes them anew. Needs no package of the bench.

import assert from 'node:assert/strict'
import test from 'node:test'
import { comparisonPage, readmeTable } from '../../bench/page/comparison.ts'
import { between, order } from '../../bench/page/titles.ts'
import type { Result } from '../../bench/result.ts'
import { assertNone, filesUnder, read } from './sources.ts'

const kept = filesUnder('docs/performance', /\.json$/).map((file) => JSON.parse(read(file)) as Result)
const results = kept.sort((a, b) => order.indexOf(a.part) - order.indexOf(b.part))

/** The cells of a table's lines, without its head and rule. */
function cellsOf(table: string): string[][] {
  const lines = table.split('\n').filter((line) => line.startsWith('| '))
  return lines.slice(2).map((line) => line.slice(2, -2).split(' | '))
}

/** What is wrong with the cells: each but the first of a row is a link, a feature of fairlead's to a test. */
function* wrongCells(table: string): Generator<string> {
  for (const [row, ...cells] of cellsOf(table)) {
    if (cells.length !== 4) yield `${row}: ${cells.length} cells`
    for (const [column, cell] of cells.entries()) {
      const to = /^\[[^\]]+\]\(([^)]+)\)$/.exec(cell)?.[1]
      const isHeld = to !== undefined && /^test\/.*\.test\.ts$/.test(to) && column === 0
      const isTold = to !== undefined && /^docs\/performance\.md#./.test(to)
      const isTried = to !== undefined && /^docs\/comparison\.md#./.test(to) && column > 0
      if (!isHeld && !isTold && !isTried) yield `${row}: ${cell}`
      if (isHeld) read(to)
    }
  }
}

test('README’s table is what the results say, and so is docs/comparison.md', () => {
  const readme = read('README.md')
  assert.equal(readme, between(readme, readmeTable(results), 'README.md'))
  const page = read('docs/comparison.md')
  assert.equal(page, between(page, comparisonPage(results), 'docs/comparison.md'))
})

test('every cell of README’s table leads to what it was taken from', () => {
  const table = readmeTable(results)
  assert.ok(cellsOf(table).length > 15)
  assertNone([...wrongCells(table)], 'cells')
})

test('fairlead is right in every scenario', () => {
  const asked = results.find(({ features }) => features !== undefined)?.features?.asked ?? []
  assert.ok(asked.length > 20)
  const wrong = asked.flatMap(({ name, answers }) =>
    answers.filter(({ client, verdict }) => client === 'fairlead' && verdict !== 'yes').map(() => name),
  )
  assertNone(wrong, 'not yes')
})

test('without a client and without a part the table keeps its form', () => {
  const without = (client: string): Result[] =>
    results
      .filter(({ part }) => part !== 'engine')
      .map((result) => ({
        ...result,
        tables: result.tables.map((table) => ({ ...table, rows: table.rows.filter((row) => row.client !== client) })),
        ...(result.features && {
          features: {
            clients: result.features.clients.filter(({ name }) => name !== client),
            asked: result.features.asked.map((feature) => ({
              ...feature,
              answers: feature.answers.filter((answer) => answer.client !== client),
            })),
          },
        }),
      }))
  const table = readmeTable(without('docker CLI'))
  assert.equal(cellsOf(table).length, cellsOf(readmeTable(results)).length)
  assertNone([...wrongCells(table)], 'cells')
  const last = cellsOf(table).map((cells) => cells.at(-1)!)
  assertNone(
    last.filter((cell) => !/^\[not (asked|measured)\]/.test(cell)),
    'said of a client that is not there',
  )
})

test('a figure or a link that was changed by hand is noticed', () => {
  const table = readmeTable(results)
  const bare = table.replace(/\[([^\]]+)\]\(docs\/performance[^)]+\)/, '$1')
  assert.equal([...wrongCells(bare)].length, 1)
  const slower = results.map((result) =>
    result.part === 'start'
      ? { ...result, tables: result.tables.map((table) => ({ ...table, rows: table.rows.slice(1) })) }
      : result,
  )
  assert.notEqual(readmeTable(slower), table)
})
