// The recorded answers of real Engines differ from the types exactly as docs/schema-findings.md says.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { root } from '../support/root.ts'
import { capturedAnswers, recordedAnswers } from './answers.ts'
import { findingsOf, PAGE, row, rowsOf, TYPES_TABLE } from './findings.ts'
import { readShapes } from './shapes.ts'

const shapes = readShapes()
const recorded = recordedAnswers()
const captured = capturedAnswers(shapes)

/** They answer with streams that are no JSON, or hijack, or could not be asked. */
const NO_JSON = [
  'ContainerLogs',
  'ServiceLogs',
  'TaskLogs',
  'ContainerExport',
  'ContainerArchive',
  'ImageGet',
  'ImageGetAll',
]
const NOT_ASKED = ['SystemPing', 'ContainerAttachWebsocket', 'CheckpointList']

test('what differs is on the page, and what is on the page differs', () => {
  const page = readFileSync(path.join(root, PAGE), 'utf8')
  assert.deepEqual(findingsOf(shapes, [...recorded, ...captured]).map(row), rowsOf(page, TYPES_TABLE))
})

test('nothing that Docker sends differs', () => {
  const docker = [...recorded, ...captured].filter(({ engine }) => engine.startsWith('docker'))
  assert.deepEqual(findingsOf(shapes, docker).map(row), [])
})

for (const engine of new Set(recorded.map((answer) => answer.engine))) {
  test(`${engine} was asked every GET operation that answers with JSON`, () => {
    const asked = new Set(recorded.filter((answer) => answer.engine === engine).map(({ id }) => id))
    const all = [...shapes.operations].filter(([, { method }]) => method === 'get').map(([id]) => id)
    assert.deepEqual(
      all.filter((id) => !asked.has(id) && ![...NO_JSON, ...NOT_ASKED].includes(id)),
      [],
    )
  })
}

test('the captured conversations give answers of five Engines', () => {
  assert.equal(new Set(captured.map(({ engine }) => engine)).size, 5)
  assert.ok(captured.length > 200)
})
