// Writes down what an Engine answers to every GET operation: node build/test/schema/record.js <host> <file>.
// It makes containers, an image, a plugin and a swarm there and leaves them: for an Engine that is thrown away afterwards.

import { writeFileSync } from 'node:fs'
import os from 'node:os'
import { callJson } from '../live/call.ts'
import { jsonValues, type Recorded } from './answers.ts'
import { ask, prepare } from './scenario.ts'

/** Characters of a text; longer ones are ids, keys, tokens and paths: they say nothing of the answer's shape. */
const LONG = 32

const [host, file] = process.argv.slice(2)
if (host === undefined || file === undefined) {
  console.error('node build/test/schema/record.js unix:///path/of/a/socket test/vectors/answers/docker-28.5.jsonl')
  process.exitCode = 2
} else {
  await record(host, file)
}

/** What could not be made is told on the standard error. */
async function record(engine: string, into: string): Promise<void> {
  const { ApiVersion } = await callJson<{ ApiVersion: string }>(engine, 'GET', '/version')
  const { questions, without, stop } = await prepare(engine)
  for (const reason of without) console.error(`without ${reason}`)
  const lines: string[] = []
  try {
    for (const question of questions) {
      const { status, text } = await ask(engine, ApiVersion, question)
      const recorded: Recorded = { id: question.id, status, values: jsonValues(text).map(brief) }
      if (recorded.values.length > 0) lines.push(`${JSON.stringify(recorded)}\n`)
    }
  } finally {
    await stop()
  }
  writeFileSync(into, lines.join(''))
}

/** Without what is the machine's own, or long. */
function brief(value: unknown): unknown {
  const text = JSON.stringify(value).replaceAll(os.hostname(), 'host')
  return JSON.parse(text, (key, one) => {
    if (typeof one !== 'string') return one
    return one.length > LONG || /proxy/i.test(key) ? '…' : one
  })
}
