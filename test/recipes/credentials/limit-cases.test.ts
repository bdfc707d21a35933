// The limits of a credential helper, each at, below and above: what it prints, and its time, by a clock that the test moves. It is a program
// of this test.

import assert from 'node:assert/strict'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { credentials } from '../../../src/index.ts'
import { HELPER_MS, MAX_HELPER_BYTES } from '../../../src/recipes/credentials/credential-helper.ts'
import { turns, watch } from '../../engine/kit.ts'
import { stopClock } from '../../net/pacing-kit.ts'
import { tempDir } from '../../support/temp.ts'
import { threeCases } from '../../support/three-cases.ts'

/** A folder with a helper, first on the PATH until the end of the test. The script runs in the folder. */
function folderWith(t: TestContext, script: string): string {
  const folder = tempDir(t)
  writeFileSync(path.join(folder, 'config.json'), '{"credsStore":"limit"}')
  const program = path.join(folder, 'docker-credential-limit')
  writeFileSync(program, `#!/bin/sh\ncd "$(dirname "$0")"\n${script}\n`)
  chmodSync(program, 0o755)
  const before = process.env.PATH
  process.env.PATH = `${folder}:${before}`
  t.after(() => {
    process.env.PATH = before
  })
  return folder
}

threeCases('MAX_HELPER_BYTES', MAX_HELPER_BYTES, async (count, t) => {
  const folder = folderWith(t, 'exec cat output')
  const empty = JSON.stringify({ Username: 'u', Secret: '' })
  const secret = 's'.repeat(count - empty.length)
  writeFileSync(path.join(folder, 'output'), JSON.stringify({ Username: 'u', Secret: secret }))
  try {
    const found = await credentials({ configDir: folder }).get('r.example')
    assert.equal(found?.password, secret)
    return true
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'ERR_CREDENTIALS')
    assert.match(String(error), /printed more than 1048576 bytes/)
    return false
  }
})

threeCases('HELPER_MS', HELPER_MS - 1, async (ms, t) => {
  const clock = stopClock(t)
  const folder = folderWith(t, 'touch runs\nexec sleep 600')
  const getting = watch(credentials({ configDir: folder }).get('r.example'))
  while (!existsSync(path.join(folder, 'runs'))) await turns(1)
  clock.tick(ms)
  await turns()
  const { settled } = getting
  clock.tick(2)
  await turns()
  assert.equal(getting.error?.code, 'ERR_CREDENTIALS')
  assert.match(String(getting.error), /did not finish within 60000 ms/)
  return !settled
})
