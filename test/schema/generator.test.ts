// The generator: two small documents give exactly the text in fixture/expected.txt, twice the same; the files in src are as
// it wrote them, and no JavaScript comes of the types.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { transformSync } from 'esbuild'
import { root } from '../support/root.ts'
import { buildCorrected, buildModel } from './build.ts'
import { readDocuments } from './documents.ts'
import { Edit } from './edit.ts'
import { PAGE, printFindings } from './findings.ts'
import { isIntact, printSchema } from './print.ts'
import { printSince } from './print-since.ts'

const fixture = path.join(root, 'test/schema/fixture')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const schemaFile = 'src/engine/schema.ts'
const sinceFile = 'src/engine/api-version/operations-since.ts'

function generated(): string {
  const edit = new Edit(buildModel(readDocuments(fixture)))
  return printSchema(edit) + printSince(edit.model)
}

test('two small documents give the expected text', () => {
  assert.equal(generated(), read('test/schema/fixture/expected.txt'))
})

test('the same documents give the same text', () => {
  assert.equal(generated(), generated())
})

test('a correction of something that does not exist fails', () => {
  const edit = new Edit(buildModel(readDocuments(fixture)))
  assert.throws(() => edit.always('ThingSummary', 'Gone', 'a source'), /ThingSummary\.Gone/)
  assert.throws(() => edit.operation('ThingStop'), /ThingStop/)
  assert.throws(() => edit.noParameter('ThingList', 'gone', 'a source'), /gone/)
  assert.throws(() => edit.addField('ThingSummary', 'Id', { kind: 'plain', text: 'string' }, 'a source'), /exists/)
})

for (const file of [schemaFile, sinceFile]) {
  test(`${file} is as it was generated`, () => {
    const text = read(file)
    assert.ok(
      isIntact(text),
      'edited by hand: correct test/schema/corrections instead, then npm run schema -- <folder>',
    )
    assert.equal(isIntact(text.replace('export', 'export ')), false)
    assert.equal(isIntact(`${text}\n`), false)
  })
}

test('no JavaScript comes of the types', () => {
  assert.equal(transformSync(read(schemaFile), { loader: 'ts' }).code.trim(), '')
})

test('a folder without a document is rejected', () => {
  assert.throws(() => readDocuments(path.join(root, 'test/schema/corrections')), /no API document/)
})

const folder = process.env.FAIRLEAD_SPEC
const skip = folder === undefined && 'FAIRLEAD_SPEC names no folder of API documents'

test('what the API documents give is what is committed', { skip }, () => {
  const documents = readDocuments(folder as string)
  const edit = buildCorrected(documents)
  const schema = printSchema(edit)
  const stale = 'stale: npm run schema -- <folder> rewrites it'
  assert.ok(schema === read(schemaFile), `${schemaFile} is ${stale}`)
  assert.ok(printSince(edit.model) === read(sinceFile), `${sinceFile} is ${stale}`)
  assert.ok(printFindings(documents, schema) === read(PAGE), `${PAGE} is ${stale}`)
})
