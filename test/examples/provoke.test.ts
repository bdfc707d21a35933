// docs/examples/provoke has a program for each code of docs/errors.md, and each raises that code with that blame. What needs a real Engine
// runs on the one of this run.

import assert from 'node:assert/strict'
import test from 'node:test'
import { provocations, provoke } from '../../docs/examples/provoke/main.ts'
import { withWebServer } from '../../docs/examples/provoke/misuse.ts'
import { connect, FairleadError } from '../../src/index.ts'
import { read } from '../house/sources.ts'
import { liveEngine } from '../support/live.ts'
import { variant } from '../support/soak.ts'
import { play } from './play.ts'

const headings = [...read('docs/errors.md').matchAll(/^### (ERR_\w+)$/gm)].map((match) => match[1]!)
/** Those that only a real Engine raises. */
const LIVE = ['ERR_BUILD_SERVICE']
/** What takes 10 s each: a limit's own time, or its size. */
const SLOW = ['ERR_EXEC_RUNNING', 'ERR_RECORD_TOO_LARGE']

test('each code has a program, and each program a code', () => {
  assert.deepEqual(Object.keys(provocations).sort(), headings.sort())
})

const { host, skip } = liveEngine()
for (const code of headings) {
  const isLive = LIVE.includes(code)
  test(`${code} is provoked`, { skip: (isLive && skip) || (SLOW.includes(code) && variant) }, async (t) => {
    const before = process.env.DOCKER_HOST
    if (isLive) process.env.DOCKER_HOST = host
    t.after(() => {
      if (before === undefined) delete process.env.DOCKER_HOST
      else process.env.DOCKER_HOST = before
    })
    const error = await provoke(code)
    assert.equal(error.code, code, error.message)
    const section = read('docs/errors.md').split(`### ${code}\n`)[1]!.split('\n### ')[0]!
    assert.ok(section.includes(`**${error.blame}`), `docs/errors.md says whose fault ${code} is`)
  })
}

test('the program prints what happened, whose fault it is, and the code', async (t) => {
  const { code, stdout } = await play(t, '', 'provoke/main', ['ERR_FRAME_TYPE']).ended
  assert.equal(code, 0)
  assert.match(stdout, /^FairleadError: .*tty: true.*\nblame: peer\ncode: ERR_FRAME_TYPE\n$/)
})

test('a wrong host, a port and a socket without a listener, a server that is no Engine: one helpful sentence each', async (t) => {
  let count = 0
  const failing = async (host: string): Promise<void> => {
    const engine = connect(host)
    try {
      await engine.get('/info')
      assert.fail('it did not fail')
    } catch (error) {
      assert.ok(error instanceof FairleadError)
      count++
      t.diagnostic(error.message)
      assert.doesNotMatch(error.message, /\n/)
      const wanted = host.includes('none.invalid')
        ? /none\.invalid.*(not found|no such host|unknown|resolve)/i
        : host.includes('127.0.0.1:1')
          ? /127\.0\.0\.1:1.*nothing listens/
          : host.startsWith('unix')
            ? /none\.sock.*(no such socket|does not exist)/
            : /not a Docker Engine: check the host/
      assert.match(error.message, wanted)
    } finally {
      await engine.close()
    }
  }
  await failing('tcp://none.invalid:2375')
  await failing('tcp://127.0.0.1:1')
  await failing('unix:///none.sock')
  await withWebServer(failing)
  assert.equal(count, 4)
})
