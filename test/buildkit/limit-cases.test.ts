// The limits of builds, each at, below and above: what a daemon may send, what a result and an error keep, and secrets.

import assert from 'node:assert/strict'
import { MAX_MESSAGE_BYTES, MAX_UNREAD_BYTES, MessageReader } from '../../src/buildkit/grpc/message-reader.ts'
import type { ServerCall } from '../../src/buildkit/grpc/server-call.ts'
import { StatusResponse } from '../../src/buildkit/proto/messages.ts'
import { decode, encode, MAX_REPEATED, message } from '../../src/buildkit/proto/protobuf.ts'
import { AgentFrames, MAX_AGENT_MESSAGE_BYTES } from '../../src/buildkit/session/agent-frames.ts'
import { MAX_SECRET_BYTES, secretsService } from '../../src/buildkit/session/secrets.ts'
import { BuildTrace, MAX_BUILD_WARNINGS } from '../../src/buildkit/trace/build-events.ts'
import { type BuildStep, BuildSteps, MAX_BUILD_STEPS } from '../../src/buildkit/trace/build-steps.ts'
import { MAX_TAIL_LINES, StepTail } from '../../src/buildkit/trace/step-tail.ts'
import { FairleadError } from '../../src/error.ts'
import { failureOf } from '../stream/support.ts'
import { threeCases } from '../support/three-cases.ts'

/** Whether `act` throws nothing; what it throws is the daemon's fault. */
function succeeds(act: () => unknown): boolean {
  const error = failureOf(act)
  assert.ok(error === undefined || error.code === 'ERR_BUILD_SESSION', String(error))
  return error === undefined
}

/** The beginning of a message of so many bytes. */
function messageOf(length: number): Buffer {
  const bytes = Buffer.alloc(5)
  bytes.writeUInt32BE(length, 1)
  return bytes
}

// A length that is too large is refused before anything is kept for it.
threeCases('MAX_MESSAGE_BYTES', MAX_MESSAGE_BYTES, (count) =>
  succeeds(() => new MessageReader({ unread: 0 }).push(messageOf(count))),
)

// All calls of a session together: another one keeps the most of it.
threeCases('MAX_UNREAD_BYTES', MAX_UNREAD_BYTES, (count) =>
  succeeds(() => new MessageReader({ unread: count - 5 }).push(messageOf(100))),
)

threeCases('MAX_AGENT_MESSAGE_BYTES', MAX_AGENT_MESSAGE_BYTES, (count) => {
  const frames = new AgentFrames((text) => new FairleadError('ERR_BUILD_SESSION', text))
  const bytes = Buffer.alloc(4 + count)
  bytes.writeUInt32BE(count, 0)
  frames.push(bytes)
  return succeeds(() => assert.equal(frames.shift()?.length, bytes.length))
})

// Of all fields together.
threeCases('MAX_REPEATED', MAX_REPEATED, (count) => {
  const type = message({ some: [1, 'bool', 'repeated'], others: [2, 'bool', 'repeated'] })
  const bytes = encode(type, { some: new Array(count - 7).fill(true), others: new Array(7).fill(true) })
  return succeeds(() => assert.equal(decode(type, bytes).some.length, count - 7))
})

threeCases('MAX_SECRET_BYTES', MAX_SECRET_BYTES, async (count) => {
  const [get] = secretsService({ id: `${'x'.repeat(count - 2)}\u00e9` }).values()
  let sent: { data: Uint8Array } | undefined
  const call = {
    request: () => Promise.resolve({ id: 'id' }),
    write: (_: unknown, value: { data: Uint8Array }) => void (sent = value),
  } as unknown as ServerCall
  try {
    await get!(call)
  } catch (error) {
    assert.equal((error as FairleadError).code, 'ERR_BUILD_SERVICE')
  }
  return sent?.data.length === count
})

threeCases('MAX_BUILD_STEPS', MAX_BUILD_STEPS, (count) => {
  const steps = new BuildSteps()
  for (let i = 1; i < count; i++) steps.find(`sha256:${i}`)
  return succeeds(() => {
    assert.equal(steps.find('sha256:last').number, count)
    // One that is known is no other one.
    steps.find('sha256:1')
  })
})

// All are events.
threeCases('MAX_BUILD_WARNINGS', MAX_BUILD_WARNINGS, (count) => {
  const trace = new BuildTrace()
  const warning = { vertex: 'sha256:1', level: 1, short: Buffer.from('no'), detail: [], url: '', ranges: [] }
  const record = encode(StatusResponse, { warnings: new Array(count).fill(warning) })
  assert.equal(trace.take(record.toString('base64')).length, count)
  assert.equal(trace.warnings.length, Math.min(count, MAX_BUILD_WARNINGS))
  return trace.warnings.length === count
})

threeCases('MAX_TAIL_LINES', MAX_TAIL_LINES, (count) => {
  const tail = new StepTail()
  const step = {} as BuildStep
  for (let i = 1; i <= count; i++) tail.add(step, `line ${i}\n`)
  const lines = tail.of(step)
  assert.equal(lines.at(-1), `line ${count}`)
  assert.equal(lines.length, Math.min(count, MAX_TAIL_LINES))
  return lines[0] === 'line 1'
})
