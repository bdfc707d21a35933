// Records an Engine's responses to every GET operation and to most others: node build/test/schema/record.js <host> <file>.
// It makes containers, an image, a plugin and a swarm there and leaves them: for an Engine that is thrown away afterwards.

import { writeFileSync } from 'node:fs'
import os from 'node:os'
import { callJson } from '../live/call.ts'
import { jsonValues, type Recorded } from './answers.ts'
import { ask, prepare } from './scenario.ts'

/** Characters of a text; longer ones are ids, keys, tokens and paths: they do not belong to the response's shape. */
const LONG = 32

const [host, file] = process.argv.slice(2)
if (host === undefined || file === undefined) {
  console.error('node build/test/schema/record.js unix:///path/of/a/socket test/vectors/answers/docker-28.5.jsonl')
  process.exitCode = 2
} else {
  await record(host, file)
}

/** What could not be created is written to the standard error. */
async function record(engine: string, into: string): Promise<void> {
  const { ApiVersion } = await callJson<{ ApiVersion: string }>(engine, 'GET', '/version')
  const { questions, without, made, end, stop } = await prepare(engine)
  for (const reason of without) console.error(`without ${reason}`)
  const lines: string[] = []
  try {
    for (const question of questions) {
      const { status, text } = await ask(engine, ApiVersion, question)
      const recorded: Recorded = { id: question.id, status, values: jsonValues(text) }
      if (recorded.values.length > 0) lines.push(lineOf(recorded))
    }
    for (const reason of await end()) console.error(`at the end, without ${reason}`)
    // an empty body is a response as well: to most of what changes something
    lines.push(...new Set(made.map(lineOf)))
  } finally {
    await stop()
  }
  writeFileSync(into, lines.join(''))
}

function lineOf({ id, status, values }: Recorded): string {
  return `${JSON.stringify({ id, status, values: values.map(brief) })}\n`
}

/** Without what is the machine's own, or long. */
function brief(value: unknown): unknown {
  const text = JSON.stringify(value).replaceAll(os.hostname(), 'host')
  return JSON.parse(text, (key, one) => {
    if (typeof one !== 'string') return one
    return one.length > LONG || /proxy/i.test(key) ? '…' : one
  })
}
