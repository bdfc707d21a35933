// The recorded responses of real Engines differ from the types exactly as docs/schema-findings.md says.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { root } from '../support/root.ts'
import { capturedResponses, recordedResponses } from './answers.ts'
import { findingsOf, PAGE, row, rowsOf, TYPES_TABLE } from './findings.ts'
import { readShapes } from './shapes.ts'

const shapes = readShapes()
const recorded = recordedResponses()
const captured = capturedResponses(shapes)

/** Their responses are streams that are not JSON, or hijack, or they could not be requested. */
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

for (const engine of new Set(recorded.map((response) => response.engine))) {
  test(`${engine} was sent every GET operation whose response is JSON`, () => {
    const asked = new Set(recorded.filter((response) => response.engine === engine).map(({ id }) => id))
    const all = [...shapes.operations].filter(([, { method }]) => method === 'get').map(([id]) => id)
    assert.deepEqual(
      all.filter((id) => !asked.has(id) && ![...NO_JSON, ...NOT_ASKED].includes(id)),
      [],
    )
  })
}

test('the captures have responses of five Engines', () => {
  assert.equal(new Set(captured.map(({ engine }) => engine)).size, 5)
  assert.ok(captured.length > 200)
})
