// biome-ignore-all lint/suspicious/noExplicitAny: dockerode has no types
// Calls methods of dockerode in promise or callback form and records each outcome as text that is the same for every client
// and run: ids, times, tokens and sizes have placeholders.

import assert from 'node:assert/strict'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'

export type Form = 'promise' | 'callback'

/** Numbers that differ between runs. */
const VOLATILE = new Set(
  (
    'Pid PID NGoroutines NFd NEventsListener Size SizeRw SizeRootFs SharedSize VirtualSize LayersSize CacheUsage Index ' +
    'SpaceReclaimed MemoryLimit timeNano time Created CreatedAt total current Containers Images'
  ).split(' '),
)

const PATTERNS: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----\n?/g, '<pem>'],
  [/SWMTKN-[\w-]+/g, '<token>'],
  [/MFkw[\w+/=]+/g, '<key>'],
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/\b[0-9a-f]{12}\b/g, '<id>'],
  [/\b[0-9a-z]{25}\b/g, '<swarm>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/\b(\d\d?:){2}\d\d\b/g, '<clock>'],
]

/** One call and its outcome. */
export interface Noted {
  /** `Container.start` */
  name: string
  outcome: unknown
}

/** Calls methods in one form and records their outcomes. */
export class Teller {
  readonly form: Form
  readonly notes: Noted[] = []
  readonly called = new Set<string>()

  constructor(form: Form) {
    this.form = form
  }

  /** Calls `subject[method](…)`, records the outcome and returns the value, or undefined after a failure. */
  async call(subject: any, method: string, ...args: unknown[]): Promise<any> {
    const name = this.#enter(subject, method)
    const outcome = await this.#settle(subject, method, args)
    this.notes.push({ name, outcome: 'error' in outcome ? describeError(outcome.error) : describe(outcome.value) })
    return outcome.value
  }

  /** Calls a synchronous method. */
  now(subject: any, method: string, ...args: unknown[]): any {
    const name = this.#enter(subject, method)
    const value = subject[method](...args)
    this.notes.push({ name, outcome: describe(value) })
    return value
  }

  /** Records a further observation. */
  note(name: string, outcome: unknown): void {
    this.notes.push({ name, outcome: describe(outcome) })
  }

  #enter(subject: any, method: string): string {
    assert.equal(typeof subject?.[method], 'function', `${method} of ${String(subject)}`)
    const name = `${classOf(subject)}.${method}`
    this.called.add(name)
    return name
  }

  async #settle(subject: any, method: string, args: unknown[]): Promise<{ value?: any; error?: unknown }> {
    try {
      if (this.form === 'promise') return { value: await subject[method](...args) }
      const call = (resolve: (value: unknown) => void, reject: (error: unknown) => void): void => {
        subject[method](...args, (error: unknown, value: unknown) => {
          // dockerode's users test for null.
          if (error === null) resolve(value)
          else reject(error ?? new Error('the callback was given undefined for an error'))
        })
      }
      return { value: await new Promise(call) }
    } catch (error) {
      return { error }
    }
  }
}

/** The class of one of dockerode's objects, by its members: dockerode's functions have no names. */
function classOf(subject: any): string {
  const name: string | undefined = subject.constructor[NAME]
  assert.ok(name !== undefined, 'an object of a class that is known')
  return name
}

const NAME = Symbol('name')

/** Sets the names of dockerode's classes that {@link Teller} uses. */
export function nameClasses(classes: Record<string, any>): void {
  for (const [name, made] of Object.entries(classes)) made[NAME] = name.replace(/^./, (first) => first.toUpperCase())
}

function describeError(error: any): unknown {
  if (error?.statusCode === undefined) return { error: scrub(String(error?.code ?? error)) }
  const { statusCode, reason, message, json } = error
  return { error: { statusCode, reason, message: scrub(message), json: describe(json) } }
}

/** A value as text. */
export function describe(value: any, key = ''): unknown {
  if (typeof value === 'string') return scrub(value)
  if (typeof value === 'number') return VOLATILE.has(key) || value > 1e9 ? '<number>' : value
  if (typeof value !== 'object' || value === null) return value
  if (Buffer.isBuffer(value)) return { buffer: scrub(value.toString('latin1')) }
  if (value instanceof Socket) return { socket: true, writable: value.writable }
  if (typeof value.pipe === 'function') {
    return typeof value.write === 'function' ? { stream: 'both ways' } : { stream: value.statusCode }
  }
  if (value.constructor?.[NAME] !== undefined) {
    return { object: value.constructor[NAME], id: scrub(String(value.id ?? value.name)) }
  }
  if (Array.isArray(value)) return value.map((item) => describe(item))
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [scrub(name), describe(item, name)]))
}

export function scrub(text: string): string {
  let scrubbed = text
  for (const [pattern, place] of PATTERNS) scrubbed = scrubbed.replace(pattern, place)
  return scrubbed
}

/** All of a stream as text. */
export async function textOf(stream: Readable): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(Buffer.from(piece as Buffer))
  return Buffer.concat(pieces).toString('latin1')
}

/** The first piece of a stream, which is then destroyed. */
export function firstOf(stream: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject)
    stream.once('data', (piece: Buffer) => {
      stream.destroy()
      resolve(piece)
    })
  })
}
