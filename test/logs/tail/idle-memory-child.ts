// Follows many silent logs in a process of its own and prints what each keeps: bytes of the heap and of buffers outside it.
// `node --expose-gc idle-memory-child.js host count lines`: the peer has `count` containers, each with so many records.

import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../../src/index.ts'
import { SETTLE_MS, takePace } from '../../../src/logs/tail/silence.ts'
import { type TailedLogs, tail } from '../../../src/logs.ts'

const [host = '', count = '', lines = ''] = process.argv.slice(2)
/** The part that is followed before the first look at memory: code, caches, the allocator's own. */
const FIRST = 0.2
takePace({ silenceMs: 500, tickMs: 100 })
const engine = connect(host)
const open: TailedLogs[] = []

async function follow(from: number, to: number): Promise<void> {
  const names = Array.from({ length: to - from }, (_, at) => `idle-${from + at}`)
  const all = await tail(engine, { containers: { names } }).ready()
  open.push(all)
  for (let records = 0; records < names.length * Number(lines); )
    if ((await all.next()).value?.kind === 'record') records++
  // From here on a consumer waits, and nothing comes.
  void all.next()
  await sleep(SETTLE_MS * 6)
}

async function used(): Promise<number> {
  for (let round = 0; round < 5; round++) {
    globalThis.gc!()
    await sleep(50)
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const all = Number(count)
const some = Math.ceil(all * FIRST)
await follow(0, some)
const before = await used()
await follow(some, all)
process.stdout.write(String(Math.round(((await used()) - before) / (all - some))))
for (const one of open) one.close()
await engine.close()
