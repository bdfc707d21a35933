// Posts each event of the Engine's containers to a web address as JSON, in order, and resumes where it stopped:
//   node webhook.js https://example.com/hook place.json
// An event counts as delivered when the address responds with 2xx; until then it is posted again. The file keeps the place behind the
// last one, so a restart of this program repeats at most one event. What the Engine has forgotten meanwhile is posted as a gap.

import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'fairlead'
import { followEvents } from 'fairlead/logs'
import { report, watchForEnd } from './stopping.ts'

const [address, file] = process.argv.slice(2)
if (address === undefined || file === undefined) {
  console.error('usage: webhook <address> <file for the place>')
  process.exit(2)
}

const engine = connect()
const stopping = watchForEnd()
const { signal } = stopping

/** Posts until the address has taken it; pauses of up to half a minute. */
async function post(body: unknown): Promise<void> {
  for (let pause = 500; ; pause = Math.min(2 * pause, 30_000)) {
    try {
      const headers = { 'content-type': 'application/json' }
      const limit = AbortSignal.any([signal, AbortSignal.timeout(10_000)])
      const response = await fetch(address!, { method: 'POST', headers, body: JSON.stringify(body), signal: limit })
      await response.body?.cancel()
      if (response.ok) return
      console.error(`${address}: ${response.status}`)
    } catch (error) {
      signal.throwIfAborted()
      console.error(`${address}: ${error instanceof Error ? error.message : error}`)
    }
    await sleep(pause, undefined, { signal })
  }
}

function place(): { cursor: string } | undefined {
  try {
    return JSON.parse(readFileSync(file!, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

try {
  const events = followEvents(engine, { filters: { type: 'container' }, from: place() ?? 'now', signal })
  await events.ready()
  console.log('following')
  for await (const item of events) {
    if (item.kind === 'event') await post(item.event)
    else if (item.kind === 'gap') await post({ gap: item.cause })
    else continue
    // In one step: a file that is half written is no place.
    writeFileSync(`${file}.new`, JSON.stringify({ cursor: events.cursor }))
    renameSync(`${file}.new`, file)
  }
} catch (error) {
  if (!signal.aborted) report(error, stopping)
} finally {
  await engine.close()
}
