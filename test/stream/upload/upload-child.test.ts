// Node discards a child's unread stdout when the child exits (child_process, flushStdio). A body that was passed before must
// still be whole: the request first waits for a connection and the API version.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import test from 'node:test'
import { toUpload } from '../../../src/stream/upload/upload.ts'

test('the stdout of a child that exits before the body is read is whole', async () => {
  const child = spawn(process.execPath, ['-e', "process.stdout.write('x'.repeat(1000))"], { stdio: 'pipe' })
  const upload = toUpload(child.stdout)
  await once(child, 'exit')
  await new Promise((resolve) => setImmediate(resolve))
  let size = 0
  for await (const piece of upload.pieces()) size += piece.length
  assert.equal(size, 1000)
})

test('one that is never read is freed', async () => {
  const child = spawn(process.execPath, ['-e', "process.stdout.write('x')"], { stdio: 'pipe' })
  const upload = toUpload(child.stdout)
  await upload.pieces().return?.()
  assert.equal(child.stdout.destroyed, true)
  await once(child, 'exit')
})
