// Every captured response of five real engines. test/vectors/wire/engines.ts has another program's reading of each.
// The exchange does not pipeline: if a capture has several responses, each gets its own exchange.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { FairleadError } from '../../src/error.ts'
import { Exchange } from '../../src/wire/exchange.ts'
import type { Head } from '../../src/wire/head.ts'
import { capturedEngines, capturesOf } from '../support/captures.ts'
import { Collector, feedEveryWay } from '../support/feed.ts'
import { sampled } from '../support/soak.ts'
import { type Capture, captures } from '../vectors/wire/engines.ts'

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

function replay({ answers, end }: Capture) {
  const done: Answer[] = []
  let current: Answer | undefined
  return {
    push(bytes: Uint8Array, start: number, stop: number) {
      let at = start
      while (at < stop) {
        const method = answers[done.length]?.[0]
        assert.ok(method, 'bytes after the last response')
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
      // For a body until close and a tunnel, any end of the connection is the end; a decoder checks.
      if (last !== undefined) assert.equal(last.ended, whole || last.framing < -1, `${end} ${code}`)
      return {
        reusable,
        code,
        answers: done.map((response) => {
          const { status, reason, minor } = response.head!
          const fields = [...response.head!].map(([name, value]) => `${name}: ${value}\n`).join('')
          return {
            line: `HTTP/1.${minor} ${status} ${reason}`,
            framing: response.framing,
            fields,
            body: response.text,
            ended: response.ended,
          }
        }),
      }
    },
  }
}

// The captures of one Engine are much like those of another.
for (const engine of sampled(capturedEngines)) {
  test(`${engine}: every response, whole, byte by byte, and at every cut`, () => {
    const all = capturesOf(engine)
    assert.ok(all.length > 100)
    for (const { name: short, response: input } of all) {
      const name = `${engine}/${short}`
      const capture = captures.find((capture) => capture.name === name)
      assert.ok(capture, `${name} is not in the table`)
      const result = feedEveryWay(input, () => replay(capture))
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
  const names = capturedEngines.flatMap((engine) => capturesOf(engine).map(({ name }) => `${engine}/${name}`))
  assert.deepEqual(captures.map(({ name }) => name).sort(), names.sort())
})
