// README's table of clients and docs/comparison.md are what `npm run bench -- page` makes of docs/performance/*.json, each cell with its
// link. Figures and verdicts are not edited by hand. The test needs no package of the bench.

import assert from 'node:assert/strict'
import test from 'node:test'
import { clientsTable, comparisonPage, readmeTable } from '../../bench/page/comparison.ts'
import { between, order } from '../../bench/page/titles.ts'
import type { Result } from '../../bench/result.ts'
import { assertNone, filesUnder, read } from './sources.ts'

const kept = filesUnder('docs/performance', /\.json$/).map((file) => JSON.parse(read(file)) as Result)
const results = kept.sort((a, b) => order.indexOf(a.part) - order.indexOf(b.part))

/** The cells of a table's rows, without the head. */
function cellsOf(table: string): string[][] {
  const lines = table.split('\n').filter((line) => line.startsWith('| '))
  return lines.slice(2).map((line) => line.slice(2, -2).split(' | '))
}

/** Errors in the cells of README's table or the page's: each but the first of a row has to be a link. On the page, that of a feature of fairlead leads to a test. */
function* wrongCells(table: string, pages = ''): Generator<string> {
  for (const [row, ...cells] of cellsOf(table)) {
    if (cells.length !== 4) yield `${row}: ${cells.length} cells`
    for (const [column, cell] of cells.entries()) {
      const to = /^\[[^\]]+\]\(([^)]+)\)$/.exec(cell)?.[1] ?? ''
      const isHeld = /^\.\.\/test\/.*\.test\.ts$/.test(to) && column === 0 && pages === ''
      const isMeasured = to.startsWith(`${pages}performance/`) && to.endsWith('.md')
      const isTried = to.startsWith(pages === '' ? '#' : `${pages}comparison.md#`) && (column > 0 || pages !== '')
      if (!isHeld && !isMeasured && !isTried) yield `${row}: ${cell}`
      if (isHeld) read(to.slice(3))
    }
  }
}

test('README’s table and docs/comparison.md are made of the results', () => {
  const readme = read('README.md')
  assert.equal(readme, between(readme, readmeTable(results), 'README.md'))
  const page = read('docs/comparison.md')
  assert.equal(page, between(page, comparisonPage(results), 'docs/comparison.md'))
})

test('README has ten rows; every cell there and on the page links to its source', () => {
  const table = readmeTable(results)
  assert.equal(cellsOf(table).length, 10)
  assertNone([...wrongCells(table, 'docs/')], 'cells of README')
  assert.ok(cellsOf(clientsTable(results)).length > 15)
  assertNone([...wrongCells(clientsTable(results))], 'cells of docs/comparison.md')
})

test('fairlead is right in every scenario', () => {
  const asked = results.find(({ features }) => features !== undefined)?.features?.asked ?? []
  assert.ok(asked.length > 20)
  const wrong = asked.flatMap(({ name, answers }) =>
    answers.filter(({ client, verdict }) => client === 'fairlead' && verdict !== 'yes').map(() => name),
  )
  assertNone(wrong, 'not yes')
})

test('the table keeps its form without a client and without a part', () => {
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
  const table = clientsTable(without('docker CLI'))
  assert.equal(cellsOf(table).length, cellsOf(clientsTable(results)).length)
  assertNone([...wrongCells(table)], 'cells')
  const last = cellsOf(table).map((cells) => cells.at(-1)!)
  assertNone(
    last.filter((cell) => !/^\[not (tested|measured)\]/.test(cell)),
    'cells of a client without results',
  )
})

test('a figure or a link that was changed by hand is found', () => {
  const table = clientsTable(results)
  const bare = table.replace(/\[([^\]]+)\]\(performance[^)]+\)/, '$1')
  assert.equal([...wrongCells(bare)].length, 1)
  const slower = results.map((result) =>
    result.part === 'start'
      ? { ...result, tables: result.tables.map((table) => ({ ...table, rows: table.rows.slice(1) })) }
      : result,
  )
  assert.notEqual(clientsTable(slower), table)
})
