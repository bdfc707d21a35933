// With any JSON from an Engine, a recipe resolves with the right value or rejects with a typed error that blames the peer: never
// a TypeError, never the caller's fault. Every recipe of the package runs with correct responses, one of which is replaced.

import assert from 'node:assert/strict'
import test from 'node:test'
import * as fairlead from '../../src/index.ts'
import { FairleadError } from '../../src/index.ts'
import fc from '../support/property.ts'
import { repeated } from '../support/soak.ts'
import { mutations, type Right, type ShapedResponse, shapedEngine } from './shapes.ts'
import { DIGEST, ID, type Recipe, recipes, STAT } from './shapes-recipes.ts'

/** Exported functions that are not recipes, or send no request of their own. */
const OTHERS = new Set([
  'connect',
  'resolveEndpoint',
  'credentials',
  'Engine',
  'EngineResponse',
  'Tunnel',
  'errorCodes',
])
/** Requests whose JSON is in a header: see path-stat.ts. */
const IN_HEADER = / \/containers\/\w+\/archive$/
/** Random cases; a multiple of 100. */
const RANDOM = repeated({ soak: 20_000, whole: 20_000, usually: 5_000 })
/** Operations whose response body is ignored. */
const UNREAD = /^PUT |^DELETE |\/(?:start|resize|export|get)$/

function responseOf(operation: string, values: readonly unknown[]): ShapedResponse {
  const text = values.map((value) => `${JSON.stringify(value)}\n`).join('')
  if (!IN_HEADER.test(operation) || operation.startsWith('PUT')) return { body: text }
  return { fields: `X-Docker-Container-Path-Stat: ${Buffer.from(text).toString('base64')}\r\n`, body: '' }
}

function rightOf({ responses }: Recipe, isDetached: boolean): Right {
  return (method, path) => {
    const operation = `${method} ${path}`
    const values = responses[operation]
    if (values !== undefined) return responseOf(operation, values)
    if (path.endsWith('/attach') || (path.endsWith('/start') && path.startsWith('/exec/') && !isDetached)) {
      return { hijacked: 'hello' }
    }
    if (path.endsWith('/logs')) return { fields: '', body: '\x01\0\0\0\0\0\0\x02x\n' }
    if (path.endsWith('/kill')) return { status: 204, body: '' }
    // An id from the replaced response.
    return { status: 404, body: '{"message":"no such thing"}' }
  }
}

/** The outcome of a recipe when the response to `replaced` is replaced by `other`. */
async function outcome(
  name: string,
  replaced: string,
  other: ShapedResponse,
): Promise<{ value: unknown } | { error: unknown }> {
  const recipe = recipes[name]!
  const replace = (operation: string) => (operation === replaced ? other : undefined)
  const engine = shapedEngine(rightOf(recipe, name === 'execDetached'), replace)
  try {
    return { value: await recipe.act(engine) }
  } catch (error) {
    return { error }
  } finally {
    await engine.close()
  }
}

function assertFair(what: string, seen: { value: unknown } | { error: unknown }): void {
  if ('value' in seen) return
  const { error } = seen
  assert.ok(error instanceof FairleadError, `${what}: ${(error as Error)?.stack}`)
  assert.equal(error.blame, 'peer', `${what}: ${error.code}: ${error.message}`)
}

const targets = Object.entries(recipes).flatMap(([name, { responses }]) =>
  Object.entries(responses).map(([operation, values]) => ({ name, operation, values })),
)

test('every recipe of the package is tested here', () => {
  const exported = Object.entries(fairlead).filter(([name, value]) => typeof value === 'function' && !OTHERS.has(name))
  const missing = exported.map(([name]) => name).filter((name) => !(name in recipes) && !name.endsWith('Error'))
  assert.deepEqual(missing, [])
})

for (const [name, recipe] of Object.entries(recipes)) {
  test(`${name}: correct responses give the right value`, async () => {
    assert.deepEqual(await outcome(name, '', { body: '' }), { value: recipe.result })
  })
}

for (const { name, operation, values } of targets) {
  test(`${name}: each field of ${operation} missing, null, and of every other type`, async () => {
    for (const [index, one] of values.entries()) {
      for (const mutation of mutations(one)) {
        const changed = values.with(index, mutation.value)
        const seen = await outcome(name, operation, responseOf(operation, changed))
        assertFair(`${name}: ${operation} ${mutation.where}`, seen)
      }
    }
  })

  test(`${name}: ${operation} with 204, an empty, deep or huge body, invalid JSON, and a web page`, async () => {
    const others: ShapedResponse[] = [
      { status: 204, body: '' },
      { body: '' },
      { body: '{"half":' },
      { fields: 'Content-Type: text/plain\r\n', body: 'hello' },
      // Deep, and huge.
      { body: '['.repeat(20_000) + ']'.repeat(20_000) },
      { body: `${'{"Id":'.repeat(5_000)}1${'}'.repeat(5_000)}` },
      { body: JSON.stringify({ Id: 'x'.repeat(300_000), status: 'x'.repeat(300_000) }) },
    ]
    for (const other of others)
      assertFair(`${name}: ${JSON.stringify(other).slice(0, 200)}`, await outcome(name, operation, other))
    const page = await outcome(name, operation, { fields: 'Content-Type: Text/HTML; a=b\r\n', body: '<html></html>' })
    assert.ok('error' in page, `${name}: a web page is not accepted`)
    assertFair(`${name}: a web page`, page)
    assert.equal((page.error as FairleadError).code, 'ERR_RECORD_SYNTAX')
  })
}

/** Responses with a required field missing, or of a wrong type. */
const needed: [name: string, operation: string, value: unknown][] = [
  ['attach', `GET /containers/${ID}/json`, null],
  ['attach', `GET /containers/${ID}/json`, {}],
  ['logs', `GET /containers/${ID}/json`, { Config: null }],
  ['logs', `GET /containers/${ID}/json`, { Config: { Tty: 'false' } }],
  ['Engine.tunnel', `GET /containers/${ID}/json`, []],
  ['exec', `POST /containers/${ID}/exec`, null],
  ['exec', `POST /containers/${ID}/exec`, { Id: '' }],
  ['exec', `POST /containers/${ID}/exec`, { Id: '../x' }],
  ['exec', 'GET /exec/e1/json', { Running: false, ExitCode: '0' }],
  ['exec', 'GET /exec/e1/json', { Running: 'no', ExitCode: 0 }],
  ['startExec', 'GET /exec/e1/json', null],
  ['execDetached', `POST /containers/${ID}/exec`, { Id: 7 }],
  ['run', 'POST /containers/create', null],
  ['run', 'POST /containers/create', { Id: 'a/b' }],
  ['run', `POST /containers/${ID}/wait`, { StatusCode: '0' }],
  ['wait', `POST /containers/${ID}/wait`, {}],
  ['wait', `POST /containers/${ID}/wait`, { StatusCode: 0, Error: { Message: 7 } }],
  ['wait', `POST /containers/${ID}/wait`, { StatusCode: 0.5 }],
  ['statsOnce', `GET /containers/${ID}/stats`, null],
  ['stats', `GET /containers/${ID}/stats`, 5],
  ['events', 'GET /events', []],
  ['pull', 'POST /images/create', { status: 7 }],
  ['push', 'POST /images/a/push', { aux: { Tag: 7, Digest: DIGEST } }],
  ['push', 'POST /images/a/push', { aux: { Digest: DIGEST, Size: '525' } }],
  ['build', 'POST /build', { aux: { ID: 7 } }],
  ['load', 'POST /images/load', { stream: ['Loaded image: a'] }],
  ['importImage', 'POST /images/create', null],
  ['copyFrom', `GET /containers/${ID}/archive`, { ...STAT, mode: 'x' }],
  ['statPath', `HEAD /containers/${ID}/archive`, { ...STAT, mtime: ['2024-01-02T03:04:05Z'] }],
  ['Engine.version', 'GET /version', null],
]

for (const [name, operation, value] of needed) {
  test(`${name}: ${operation} with ${JSON.stringify(value)} rejects with an error that blames the peer and names the request`, async () => {
    const seen = await outcome(name, operation, responseOf(operation, [value]))
    assert.ok('error' in seen, JSON.stringify(seen))
    assertFair(name, seen)
    const { code, message } = seen.error as FairleadError
    assert.equal(code, 'ERR_RECORD_SYNTAX')
    if (!IN_HEADER.test(operation)) assert.ok(message.startsWith(`${operation}: `), message)
  })
}

test(`random JSON in place of one response of any recipe: ${RANDOM} cases`, { timeout: 300_000 }, async () => {
  const names = ['Id', 'ID', 'Config', 'Tty', 'StatusCode', 'Error', 'Message', 'Running', 'ExitCode', 'Pid', 'status']
  const more = ['stream', 'aux', 'Tag', 'Digest', 'Size', 'errorDetail', 'error', 'code', 'message', 'id', 'ApiVersion']
  const key = fc.oneof(
    fc.constantFrom(...names, ...more, ...Object.keys(STAT), '__proto__'),
    fc.string({ maxLength: 3 }),
  )
  const leaf = fc.oneof(
    fc.constantFrom(
      null,
      true,
      false,
      '',
      '0',
      0,
      -1,
      1e308,
      2.5,
      'latest: digest: x size: y',
      '../..',
      '2024-01-02T03:04:05Z',
    ),
    fc.string({ maxLength: 8 }),
    fc.integer(),
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
    ),
  }))
  const one = fc.tuple(fc.nat(targets.length - 1), fc.array(value, { minLength: 1, maxLength: 2 }))
  const run = async ([at, values]: [number, unknown[]]) => {
    const { name, operation } = targets[at]!
    const seen = await outcome(name, operation, responseOf(operation, values))
    assertFair(`${name}: ${operation}: ${JSON.stringify(values)}`, seen)
    if ('value' in seen && UNREAD.test(operation)) assert.deepEqual(seen.value, recipes[name]!.result)
  }
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 100, maxLength: 100 }), (cases) =>
      Promise.all(cases.map(run)).then(() => {}),
    ),
    {
      numRuns: RANDOM / 100,
    },
  )
})
