// Paths and queries: what reaches the request line is what was meant, or nothing is sent (user-pains 22 and 23).

import assert from 'node:assert/strict'
import test from 'node:test'
import { expand, KEPT_TEMPLATES, type Query, queryString } from '../../../src/engine/request/url.ts'
import fc from '../../support/property.ts'

const paths: [template: string, values: Record<string, string> | undefined, expected: string][] = [
  ['/containers/json', undefined, '/containers/json'],
  ['/containers/{id}/json', { id: 'abc' }, '/containers/abc/json'],
  ['/containers/{id}/json', { id: '/web' }, '/containers/web/json'],
  ['/containers/{id}', { id: '/web' }, '/containers/web'],
  ['/libpod/containers/{name}/json', { name: '/web' }, '/libpod/containers/web/json'],
  ['/libpod/images/{name}/json', { name: 'reg.io/a/b' }, '/libpod/images/reg.io/a/b/json'],
  ['/containers/{id}/json', { id: 'x?size=1&' }, '/containers/x%3Fsize%3D1%26/json'],
  ['/containers/{id}/json', { id: 'a#b%2f' }, '/containers/a%23b%252f/json'],
  ['/containers/{id}/json', { id: 'a\r\nX: y z' }, '/containers/a%0D%0AX:%20y%20z/json'],
  ['/containers/{id}/json', { id: 'ü€😀' }, '/containers/%C3%BC%E2%82%AC%F0%9F%98%80/json'],
  ['/containers/{id}/json', { id: '...' }, '/containers/.../json'],
  ['/containers/{id}/json', { id: '{id}' }, '/containers/%7Bid%7D/json'],
  ['/images/{name}/json', { name: 'reg.io:5000/a/b:v1' }, '/images/reg.io:5000/a/b:v1/json'],
  ['/images/{name}/json', { name: 'a@sha256:00' }, '/images/a@sha256:00/json'],
  ['/plugins/{name}/json', { name: 'reg.io/a/b:v1' }, '/plugins/reg.io/a/b:v1/json'],
  ['/distribution/{name}/json', { name: 'a/b' }, '/distribution/a/b/json'],
  ['/a/{x}/b/{y}', { x: '1', y: '2' }, '/a/1/b/2'],
]

for (const [template, values, expected] of paths) {
  test(`${template} with ${JSON.stringify(values)}`, () => assert.equal(expand(template, values), expected))
}

const refusedPaths: [template: string, values: Record<string, unknown> | undefined][] = [
  ['/containers/{id}/json', { id: '' }],
  ['/containers/{id}/json', { id: '.' }],
  ['/containers/{id}/json', { id: '..' }],
  ['/containers/{id}/json', {}],
  ['/containers/{id}/json', undefined],
  ['/containers/{id}/json', { id: undefined }],
  ['/containers/{id}/json', { id: 7 }],
  ['/containers/{id}/json', { id: '\ud800' }],
  ['/containers/{constructor}/json', {}],
  ['/containers/{id}/json', { id: '/' }],
  ['/containers/{id}/json', { id: '//web' }],
  ['/containers/{id}/json', { id: '/..' }],
  ['/containers/{id}/json', { id: '/web/db' }],
  ['/containers/{id}/json', { id: 'web/' }],
  ['/containers/{id}/json', { id: 'a/b' }],
  ['/containers/{id}', { id: 'x/checkpoints/y' }],
  ['/containers/{id}/json', { id: 'x/../y' }],
  ['/exec/{id}/json', { id: '/e' }],
  ['/networks/{id}', { id: 'a/b' }],
  ['/libpod/networks/{name}/json', { name: 'a/b' }],
  ['/volumes/{name}', { name: 'a/b' }],
  ['/volumes/{name}', { name: '../containers/x' }],
  ['/images/{name}/json', { name: 'a//b' }],
  ['/images/{name}/json', { name: '/a' }],
  ['/images/{name}/json', { name: 'a/' }],
  ['/images/{name}/json', { name: 'a/../b' }],
  ['/images/{name}/json', { name: './b' }],
  ['containers/json', undefined],
  ['', undefined],
  ['/a?b=c', undefined],
  ['/a#b', undefined],
  ['/a b', undefined],
  ['/a\r\nX: y', undefined],
  ['/ü', undefined],
  ['/a/{id', { id: 'x' }],
  ['/a/id}', { id: 'x' }],
]

for (const [template, values] of refusedPaths) {
  test(`${JSON.stringify(template)} with ${JSON.stringify(values)} is rejected`, () => {
    assert.throws(() => expand(template, values as Record<string, string>), { code: 'ERR_PATH', blame: 'caller' })
  })
}

test('more templates than are kept are expanded, the first ones anew', () => {
  const all = Array.from({ length: KEPT_TEMPLATES + 2 }, (_, i) => `/many/${i}/{id}`)
  for (let round = 0; round < 2; round++) {
    for (const [i, template] of all.entries())
      assert.equal(expand(template, { id: `x${round}` }), `/many/${i}/x${round}`)
  }
})

test('so many parsed templates are kept and not one more: with the next one all are forgotten', (t) => {
  // A template is split where it is parsed, and nowhere else: plain values are not.
  const split = t.mock.method(String.prototype, 'split').mock
  const isParsed = (template: string): boolean => {
    const before = split.callCount()
    expand(template, { id: 'x' })
    return split.callCount() > before
  }
  const first = '/kept/first/{id}'
  assert.ok(isParsed(first))
  /** How many others it takes until the first one is forgotten. */
  const lasts = (round: number): number => {
    for (let others = 1; others <= 2 * KEPT_TEMPLATES; others++) {
      assert.ok(isParsed(`/kept/${round}/${others}/{id}`))
      if (isParsed(first)) return others
    }
    return Number.POSITIVE_INFINITY
  }
  // Templates of other tests may be there before: the second round begins with the last of the first, and with `first`.
  assert.ok(lasts(1) <= KEPT_TEMPLATES)
  assert.equal(lasts(2), KEPT_TEMPLATES - 1)
})

test('any id is rejected or one segment, and decodes to itself', () => {
  const alphabet = fc.constantFrom('/', '.', '..', '?', '#', '%', '\r\n', 'ü', '', 'a', '\0', ':', '@', '{', '}', '$&')
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 6 }), (parts) => {
      const id = parts.join('')
      let path: string
      try {
        path = expand('/containers/{id}/json', { id })
      } catch (error) {
        assert.equal((error as { code: string }).code, 'ERR_PATH')
        assert.match(id, /^\/?\.{0,2}$|.\//s)
        return
      }
      const segments = path.split('/')
      assert.equal(segments.length, 4)
      assert.equal(decodeURIComponent(segments[2]!), id.replace(/^\//, ''))
      assert.match(path, /^[A-Za-z0-9/%:@._~!'()*-]+$/)
    }),
    { numRuns: 2000, interruptAfterTimeLimit: 2000, markInterruptAsFailure: false },
  )
})

const queries: [query: Query, expected: string][] = [
  [{}, ''],
  [{ all: true, size: false }, '?all=1&size=0'],
  [{ a: undefined, b: null, c: '' }, '?c='],
  [{ tail: 100, big: 2n ** 60n, since: 1.5 }, '?tail=100&big=1152921504606846976&since=1.5'],
  [{ t: ['a', undefined, 'b c'] }, '?t=a&t=b%20c'],
  [
    { filters: { label: ['app=web'], status: ['running'] } },
    '?filters=%7B%22label%22%3A%5B%22app%3Dweb%22%5D%2C%22status%22%3A%5B%22running%22%5D%7D',
  ],
  [{ since: new Date(1_700_000_000_123), until: new Date(0) }, '?since=1700000000.123&until=0'],
  [
    { since: '1700000000.5', until: '2023-11-14T22:13:20.123456789Z' },
    '?since=1700000000.5&until=1700000000.123456789',
  ],
  [{ since: new Date(-1_500), until: '0001-01-01T00:00:00Z' }, '?since=-2.5&until=-62135596800'],
  [{ since: Number('1700000000.032500634'), until: 10 }, '?since=1700000000.0325&until=10'],
  [{ since: 'yesterday', after: '10m' }, '?since=yesterday&after=10m'],
  [{ platform: { os: 'linux' }, names: ['a', 'b'] }, '?platform=%7B%22os%22%3A%22linux%22%7D&names=a&names=b'],
  [
    { platform: [{ os: 'linux' }, { os: 'windows' }] },
    '?platform=%7B%22os%22%3A%22linux%22%7D&platform=%7B%22os%22%3A%22windows%22%7D',
  ],
  [{ 'a&b': 'c&d=e#?ü\r\n' }, '?a%26b=c%26d%3De%23%3F%C3%BC%0D%0A'],
]

for (const [query, expected] of queries) {
  test(`the query ${expected || '(none)'}`, () => assert.equal(queryString(query), expected))
}

test('a duration is that long ago', () => {
  const before = Date.now() / 1000
  const [, seconds] = /^\?since=([\d.]+)$/.exec(queryString({ since: '1h30m' })) ?? []
  const ago = before - Number(seconds)
  assert.ok(ago > 5400 - 60 && ago < 5400.1, `${ago}`)
})

const circular: Record<string, unknown> = {}
circular.self = circular

const refusedQueries: [name: string, query: Query][] = [
  ['an invalid Date', { since: new Date(Number.NaN) }],
  ['a date that there never was', { since: '2023-13-41T22:13:20Z' }],
  ['NaN', { tail: Number.NaN }],
  ['Infinity', { tail: Number.POSITIVE_INFINITY }],
  ['half a character', { a: '\ud800' }],
  ['half a character in a key', { '\udc00': 'a' }],
  ['a circular object', { filters: circular }],
  ['a function', { a: (() => 1) as never }],
  ['a symbol', { a: Symbol('x') as never }],
]

for (const [name, query] of refusedQueries) {
  test(`${name} in a query is rejected, naming the key`, () => {
    assert.throws(() => queryString(query), { code: 'ERR_OPTION', blame: 'caller', message: /query/ })
  })
}
