// Invariant: for any text, parseHost returns an endpoint that is formatted and parsed back as itself, or throws ERR_ENDPOINT
// without showing what is between '//' and '@'.

import assert from 'node:assert/strict'
import test from 'node:test'
import { formatEndpoint, parseContextHost, parseHost } from '../../src/endpoint/parse.ts'
import { FairleadError } from '../../src/error.ts'
import fc from '../support/property.ts'

const BUDGET = { numRuns: 20_000, interruptAfterTimeLimit: 2_000, markInterruptAsFailure: false }

const scheme = fc.constantFrom('unix://', 'tcp://', 'http://', 'https://', 'npipe://', 'ssh://', 'fd://', 'TCP://', '')
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('h', 'localhost', '[::1]', '[fe80::1%25eth0]', '127.0.0.1', '-x', '%40', '%'),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(':', '@', '/', '//', '?', '#', '22', ':22', '0', '65536', './pipe/', '.', ' '),
  },
  fc.string({ maxLength: 4, unit: 'binary' }),
)
const host = fc.tuple(scheme, fc.array(piece, { maxLength: 8 })).map(([first, rest]) => first + rest.join(''))

function held(parse: () => ReturnType<typeof parseHost>): void {
  let endpoint: ReturnType<typeof parseHost>
  try {
    endpoint = parse()
  } catch (error) {
    assert.ok(error instanceof FairleadError && error.code === 'ERR_ENDPOINT', String(error))
    return
  }
  assert.deepEqual(parseHost(formatEndpoint(endpoint)), endpoint)
  if (endpoint.kind === 'tcp') assert.ok(endpoint.port > 0 && endpoint.port <= 65535 && endpoint.host !== '')
  if (endpoint.kind === 'ssh') assert.ok(!endpoint.host.startsWith('-') && !endpoint.user?.startsWith('-'))
}

test('an endpoint is read back as itself, or an error', () => {
  fc.assert(
    fc.property(host, (text) => held(() => parseHost(text))),
    BUDGET,
  )
})

test('the same for a context', () => {
  fc.assert(
    fc.property(host, fc.boolean(), (text, tls) => held(() => parseContextHost(text, tls))),
    BUDGET,
  )
})

test('an error shows no password', () => {
  const secret = 'hunter2hunter2'
  fc.assert(
    fc.property(scheme, fc.string({ maxLength: 4 }), fc.array(piece, { maxLength: 4 }), (first, user, rest) => {
      try {
        parseHost(`${first}${user}:${secret}@${rest.join('')}`)
      } catch (error) {
        assert.ok(!(error as Error).message.includes(secret), (error as Error).message)
      }
    }),
    BUDGET,
  )
})
