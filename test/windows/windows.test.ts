// Windows, by Node's own Windows build under Wine: the suites run there as they are, and their peers and the embedded engine listen on named
// pipes. Skipped where Wine is not at hand; an error then with FAIRLEAD_REQUIRE_WINE=1. FAIRLEAD_WINDOWS=off leaves it out.

import assert from 'node:assert/strict'
import { after, before, describe, type TestContext, test } from 'node:test'
import { isSoak } from '../support/soak.ts'
import { tempDir } from '../support/temp.ts'
import { BATCHES, type Batch, LONG } from './batches.ts'
import { LAST } from './reporter.ts'
import { compile, endWine, inWine, prepareWine, runOnWindows, wineObstacle } from './wine.ts'

/** The limit of a batch. Two of them, one after the other, and Wine's first start are within the limit of a test file. */
const LIMIT_MS = isSoak ? 600_000 : 100_000

const obstacle = wineObstacle()
if (obstacle !== undefined && process.env.FAIRLEAD_REQUIRE_WINE === '1') throw new Error(obstacle)
const skip = process.env.FAIRLEAD_WINDOWS === 'off' ? 'FAIRLEAD_WINDOWS=off' : (obstacle ?? false)

describe('on Windows', { skip, concurrency: 2 }, () => {
  before(() => prepareWine())
  after(() => endWine())
  for (const batch of isSoak ? [...BATCHES, ...LONG] : BATCHES) test(batch.name, (t) => play(t, batch))
})

async function play(t: TestContext, { files, pipe = false }: Batch): Promise<void> {
  const folder = tempDir(t)
  const relay = pipe ? compile('message-pipe', folder) : undefined
  if (relay !== undefined) compile('credential-helper', folder, 'docker-credential-fairlead-test')
  if (pipe && relay === undefined) {
    if (process.env.FAIRLEAD_REQUIRE_WINE === '1') assert.fail('no compiler for Windows')
    return t.skip("no compiler for Windows: Debian's package gcc-mingw-w64-x86-64")
  }
  const env: Record<string, string> =
    relay === undefined ? {} : { FAIRLEAD_MESSAGE_PIPE: inWine(relay), FAIRLEAD_HELPER_FOLDER: inWine(folder) }
  const { lines, printed, late } = await runOnWindows(files, { folder, limit: LIMIT_MS, env })
  const failed = lines.filter((line) => !line.passed)
  const skipped = lines.filter((line) => line.skipped !== undefined)
  for (const { name, skipped: reason } of skipped) t.diagnostic(`skipped there: ${name}: ${reason}`)
  t.diagnostic(
    `${lines.length - failed.length - skipped.length} passed, ${failed.length} failed, ${skipped.length} skipped`,
  )
  assert.deepEqual(
    failed.map(({ file, name, error }) => `${file} › ${name}: ${error}`),
    [],
  )
  assert.equal(
    lines.at(-1)?.name,
    LAST,
    `${late ? `not ended within ${LIMIT_MS} ms` : 'ended early'}; ${printed.slice(-4_000)}`,
  )
  // Every file had a test that ran there, or a reason why none did.
  for (const file of files)
    assert.ok(
      lines.some((line) => line.file.replaceAll('\\', '/').endsWith(`/${file}`)),
      file,
    )
}
