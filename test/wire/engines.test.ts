// Every captured answer of five real engines, as test/vectors/wire/engines.ts says another program read it.
// The exchange does not pipeline: where a capture holds several answers, each has an exchange of its own.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FairleadError } from '../../src/error.ts'
import { Exchange } from '../../src/wire/exchange.ts'
import type { Head } from '../../src/wire/head.ts'
import { Collector, feedEveryWay } from '../support/feed.ts'
import { root } from '../support/root.ts'
import { type Capture, captures } from '../vectors/wire/engines.ts'

const folder = join(root, 'test/vectors/engines')
const digest = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex').slice(0, 12)

class Answer extends Collector {
  readonly exchange: Exchange = new Exchange(this)
  head: Head | undefined
  framing = Number.NaN
  ended = false

  constructor(method: string) {
    super()
    this.exchange.open(method, false, true)
  }

  onHead(head: Head, framing: number): boolean {
    assert.equal(this.head, undefined)
    this.head = head
    this.framing = framing
    return true
  }

  onEnd(): void {
    assert.equal(this.ended, false)
    this.ended = true
  }
}

function conversation({ answers, end }: Capture) {
  const done: Answer[] = []
  let current: Answer | undefined
  return {
    push(bytes: Uint8Array, start: number, stop: number) {
      let at = start
      while (at < stop) {
        const method = answers[done.length]?.[0]
        assert.ok(method, 'bytes after the last answer')
        current ??= new Answer(method)
        at = current.exchange.push(bytes, at, stop)
        if (!current.ended) assert.equal(at, stop)
        else {
          done.push(current)
          current = undefined
        }
      }
    },
    result(error: unknown) {
      if (error !== undefined) throw error
      if (current !== undefined) done.push(current)
      const last = done.at(-1)
      const reusable = last?.exchange.reusable ?? false
      const whole = last?.ended
      let code: string | undefined
      try {
        last?.exchange.end()
      } catch (error) {
        code = (error as FairleadError).code
      }
      // Until close and tunnel, any end of the connection is the end; a decoder knows better.
      if (last !== undefined) assert.equal(last.ended, whole || last.framing < -1, `${end} ${code}`)
      return {
        reusable,
        code,
        answers: done.map((answer) => {
          const { status, reason, minor } = answer.head!
          const fields = [...answer.head!].map(([name, value]) => `${name}: ${value}\n`).join('')
          return {
            line: `HTTP/1.${minor} ${status} ${reason}`,
            framing: answer.framing,
            fields,
            body: answer.text,
            ended: answer.ended,
          }
        }),
      }
    },
  }
}

for (const engine of readdirSync(folder)) {
  test(`${engine}: every answer, whole, byte by byte, and at every cut`, () => {
    const names = readdirSync(join(folder, engine)).filter((name) => name.endsWith('.res'))
    assert.ok(names.length > 100)
    for (const file of names) {
      const name = `${engine}/${file.slice(0, -'.res'.length)}`
      const capture = captures.find((capture) => capture.name === name)
      assert.ok(capture, `${name} is not in the table`)
      const input = readFileSync(join(folder, engine, file))
      const result = feedEveryWay(input, () => conversation(capture))
      const seen = result.answers.map(({ line, framing, fields, body, ended }, i) => [
        capture.answers[i]?.[0],
        line,
        framing,
        ended,
        body.length,
        digest(Buffer.from(fields, 'latin1')),
        digest(Buffer.from(body, 'latin1')),
      ])
      assert.deepEqual(seen, capture.answers, name)
      assert.equal(result.reusable, capture.reusable, name)
      const whole = capture.answers.at(-1)?.[3]
      const code = whole ? undefined : capture.answers.length > 0 ? 'ERR_TRUNCATED_BODY' : undefined
      assert.equal(result.code, code, name)
    }
  })
}

test('the table and the captures are the same set', () => {
  const files = readdirSync(folder).flatMap((engine) =>
    readdirSync(join(folder, engine))
      .filter((name) => name.endsWith('.res'))
      .map((name) => `${engine}/${name.slice(0, -'.res'.length)}`),
  )
  assert.deepEqual(captures.map(({ name }) => name).sort(), files.sort())
})
