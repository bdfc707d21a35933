// Responses of real Engines, as recorded: to every GET operation with something of each kind made (test/vectors/answers, by
// record.ts), and those of the captured conversations that are JSON (test/vectors/engines).

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { capturesOf } from '../support/captures.ts'
import { opened } from '../support/exchange.ts'
import { root } from '../support/root.ts'
import type { Shapes } from './shapes.ts'

export interface RecordedResponse {
  /** The folder's or the file's name: docker-28.5; docker-28.5-containerd keeps its images in containerd. */
  readonly engine: string
  /** The version that was asked for. */
  readonly version: string
  /** The newest that the Engine speaks. */
  readonly newest: string
  /** The operation. */
  readonly id: string
  readonly status: number
  /** The JSON values of the body, one unless it is a stream. */
  readonly values: readonly unknown[]
}

/** Of the captured Engines, which spoke what where the request did not say. */
const NEWEST: Readonly<Record<string, string>> = {
  'docker-20.10': '1.41',
  'docker-26.1': '1.45',
  'docker-28.5': '1.51',
  'podman-4.3': '1.41',
  'podman-5.8': '1.41',
}

const responses = path.join(root, 'test/vectors/answers')

/** As record.ts wrote them: a line for each response. */
export function recordedResponses(): RecordedResponse[] {
  return readdirSync(responses)
    .sort()
    .flatMap((file) => {
      const lines = readFileSync(path.join(responses, file), 'utf8').trimEnd().split('\n')
      const engine = file.replace('.jsonl', '')
      const newest = NEWEST[engine.replace('-containerd', '')] as string
      return lines.map((line) => ({ engine, version: newest, newest, ...(JSON.parse(line) as Recorded) }))
    })
}

/** A line of a recording. */
export type Recorded = Pick<RecordedResponse, 'id' | 'status' | 'values'>

/** The captures' responses whose operation is known and whose body is whole JSON. */
export function capturedResponses(shapes: Shapes): RecordedResponse[] {
  const found: RecordedResponse[] = []
  for (const [engine, newest] of Object.entries(NEWEST)) {
    for (const { request, response } of capturesOf(engine)) {
      const one = parse(request.toString('latin1'), response, shapes)
      if (one) found.push({ engine, version: one.version ?? newest, newest, ...one.recorded })
    }
  }
  return found
}

function parse(request: string, response: Buffer, shapes: Shapes) {
  const [, method, version, target] = /^([A-Z]+) (?:\/v([\d.]+))?(\/[^ ?]*)/.exec(request) ?? []
  const id = method && target && operationOf(shapes, method, target)
  const status = Number(/^HTTP\/1\.\d (\d+)/.exec(response.subarray(0, 16).toString('latin1'))?.[1])
  if (!id || !status || method === 'HEAD') return undefined
  const { exchange, listener } = opened(method)
  try {
    exchange.push(response, 0, response.length)
  } catch {
    // what is no HTTP, or was cut, is not looked at here
    return undefined
  }
  const values = jsonValues(Buffer.from(listener.bytes).toString())
  return values.length === 0 ? undefined : { version, recorded: { id, status, values } }
}

/** The values of a body, of one JSON document or of one a line; none where it is anything else. */
export function jsonValues(text: string): unknown[] {
  for (const parts of [[text], text.trimEnd().split(/\r?\n/)]) {
    try {
      return parts.map((part) => JSON.parse(part) as unknown)
    } catch {
      // then it is the other, or none
    }
  }
  return []
}

function operationOf(shapes: Shapes, method: string, target: string): string | undefined {
  let found: string | undefined
  for (const [id, operation] of shapes.operations) {
    if (operation.method.toUpperCase() !== method) continue
    if (operation.path === target) return id
    const pattern = operation.path.replace('/{name}/', '/.+/').replace(/\{\w+\}/g, '[^/]+')
    if (new RegExp(`^${pattern}$`).test(target)) found ??= id
  }
  return found
}
