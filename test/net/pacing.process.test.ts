// A socket that is not read keeps no process alive. So the timer of paced reads does while the stream is to, and not after unref(). A
// child process reads a paced stream with real timers; its clock stands still, so that it is paced however slow the machine is.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import test from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { turns } from '../engine/kit.ts'
import { onPeer } from '../support/peer.ts'
import { chunk, HEAD } from './pacing-kit.ts'

const index = pathToFileURL(path.join(path.dirname(fileURLToPath(import.meta.url)), '../../src/index.js')).href

/** Prints how many waits it began, and how many records it got when the process exits. */
const program = `
const { takeClock } = await import(${JSON.stringify(index.replace('index.js', 'net/base/timers.js'))})
takeClock(() => 5)
const { connect } = await import(${JSON.stringify(index)})
const { Connection } = await import(${JSON.stringify(index.replace('index.js', 'net/connection.js'))})
let waits = 0
const { onRead } = Connection.prototype
Connection.prototype.onRead = function (bytes, count) {
  const goesOn = onRead.call(this, bytes, count)
  if (!goesOn) {
    waits++
    if (process.argv[2] === 'unref' && waits === 3) engine.unref()
  }
  return goesOn
}
const engine = connect({ host: process.argv[1], apiVersion: '1.41' })
const response = await engine.untyped.request('GET', '/containers/x/logs')
let records = 0
process.on('exit', () => console.log(JSON.stringify({ waits, records })))
response.source.start({ onData: () => void records++, onEnd: () => void engine.close(), onFail: (error) => { throw error } })
process.send('ready')
process.disconnect()
`

for (const mode of ['ref', 'unref']) {
  test(`${mode}: a process with nothing but a paced stream`, { timeout: 60_000 }, async (t) => {
    let ended = false
    const { client: host } = await onPeer(
      t,
      async (wire) => {
        await wire.head()
        wire.send(HEAD)
        const closed = wire.ended().then(() => (ended = true))
        for (let i = 0; i < 400 && !ended; i++) {
          wire.send(chunk('r'))
          // So long that the child sees each record by itself.
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
        if (mode === 'ref') wire.send('0\r\n\r\n')
        await closed
      },
      'unix',
      (address) => ({ address, close: async () => {} }),
    )
    const stdio = ['ignore', 'pipe', 'inherit', 'ipc'] as const
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, host.address, mode], {
      stdio: [...stdio],
    })
    let output = ''
    child.stdout?.on('data', (bytes: Buffer) => (output += bytes.toString()))
    await once(child, 'close')
    await turns()
    const { waits, records } = JSON.parse(output) as { waits: number; records: number }
    assert.ok(waits >= 3, `it was paced: ${output}`)
    if (mode === 'ref') assert.equal(records, 400)
    else assert.ok(records < 400, `it exits before the stream ends: ${output}`)
  })
}
