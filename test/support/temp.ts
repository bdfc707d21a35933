// Temporary folders that are removed after their test. Paths are short: a unix socket's path has 108 bytes (unix(7)).

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'

/** Creates an empty folder. It is removed with its content after the test. */
export function tempDir(t: Pick<TestContext, 'after'>): string {
  const parent = os.tmpdir().length > 60 ? '/tmp' : os.tmpdir()
  const folder = mkdtempSync(path.join(parent, 'fairlead-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
