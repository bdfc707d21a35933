// parseImageReference(): a table, and a real Engine as the judge: it takes a tag of exactly the references that are parsed, and names the
// image as we do.

import assert from 'node:assert/strict'
import test from 'node:test'
import { connect, type EngineError } from '../../../src/index.ts'
import { type ParsedImageReference, parseImageReference } from '../../../src/recipes/shared/image-reference.ts'
import { liveEngine } from '../../support/live.ts'

const D = `sha256:${'0123456789abcdef'.repeat(4)}`

const valid: [text: string, parts: Partial<ParsedImageReference>][] = [
  [
    'busybox',
    {
      registry: 'docker.io',
      repository: 'library/busybox',
      familiar: 'busybox',
      full: 'docker.io/library/busybox:latest',
    },
  ],
  ['busybox:1.36', { tag: '1.36', familiar: 'busybox:1.36', full: 'docker.io/library/busybox:1.36' }],
  ['team/app', { registry: 'docker.io', repository: 'team/app', familiar: 'team/app' }],
  ['docker.io/busybox', { repository: 'library/busybox', familiar: 'busybox' }],
  ['index.docker.io/team/app', { registry: 'docker.io', repository: 'team/app', full: 'docker.io/team/app:latest' }],
  ['library/busybox', { familiar: 'busybox' }],
  ['library/team/app', { repository: 'library/team/app', familiar: 'library/team/app' }],
  ['localhost/app', { registry: 'localhost', repository: 'app', familiar: 'localhost/app' }],
  ['localhost:5000/app:a', { registry: 'localhost:5000', repository: 'app', tag: 'a' }],
  ['ghcr.io/a/b/c', { registry: 'ghcr.io', repository: 'a/b/c', familiar: 'ghcr.io/a/b/c' }],
  ['Host/app', { registry: 'Host', repository: 'app' }],
  [`a@${D}`, { tag: undefined, digest: D, full: `docker.io/library/a@${D}`, familiar: `a@${D}` }],
  [`a:b@${D}`, { tag: 'b', digest: D, full: `docker.io/library/a:b@${D}` }],
  ['[::1]:5000/app', { registry: '[::1]:5000', repository: 'app' }],
  ['x/a-b--c__d.e_f', { repository: 'x/a-b--c__d.e_f' }],
]
for (const [text, parts] of valid) {
  test(`parsed: ${text.slice(0, 40)}`, () => {
    const found = parseImageReference(text)
    for (const [name, value] of Object.entries(parts))
      assert.equal(found[name as keyof ParsedImageReference], value, name)
  })
}

const invalid = [
  '',
  ' ',
  'Busybox',
  'team/App',
  'a b',
  '-a',
  'a-',
  'a..b',
  'a___b',
  '_a',
  'a/',
  '/a',
  'a//b',
  'a:',
  'a:-b',
  `a:${'b'.repeat(129)}`,
  'a@',
  'a@sha256:00',
  `a@${D.toUpperCase()}`,
  `a@md5:${'0'.repeat(32)}`,
  'https://a/b',
  'D'.repeat(3),
  '0123456789abcdef'.repeat(4),
  'localhost:x/a',
  '-h.io/a',
  'a.io:/b',
  'x'.repeat(256),
]
test('refused: what Docker refuses, and no message repeats it', () => {
  for (const text of invalid) {
    assert.throws(
      () => parseImageReference(text),
      (error: Error & { code: string }) =>
        error.code === 'ERR_OPTION' && (text.length < 8 || !error.message.includes(text)),
      JSON.stringify(text),
    )
  }
})

const { host, skip, own } = liveEngine()
/** Texts that are put together at random from what references are made of. */
function madeUp(seed: number): string {
  const pieces = [
    'a',
    'b1',
    'A',
    '-',
    '--',
    '.',
    '_',
    '__',
    '/',
    ':',
    'localhost',
    'x.io',
    ':5000',
    ':v1',
    'library/',
    'docker.io/',
    '@',
    ' ',
  ]
  let state = seed
  let text = ''
  for (let count = 1 + (seed % 5); count > 0; count--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    text += pieces[(state >>> 8) % pieces.length]
  }
  return text
}

test('a real Engine takes the same references, and prints them so', {
  skip: skip || (own ? false : 'not a private Engine'),
}, async (t) => {
  const engine = connect(host)
  t.after(() => engine.close())
  // An Engine takes no digest for a new tag. Old ones know no IPv6 registry, and no registry by its capital letter.
  const texts = [
    ...valid.map(([text]) => text),
    ...invalid,
    ...Array.from({ length: 150 }, (_, at) => madeUp(at * 7919 + 1)),
  ]
  const checked = new Set(texts.filter((text) => text !== '' && !/[@[]/.test(text) && !/^[^/]*[A-Z][^/]*\//.test(text)))
  let taken = 0
  for (const text of checked) {
    const parsed = attempt(() => parseImageReference(text))
    const status = await engine
      .post('/images/{name}/tag', { path: { name: 'busybox:latest' }, query: { repo: text } })
      .then(() => 201)
      .catch((error: EngineError) => error.status)
    assert.equal(status === 201, parsed !== undefined, `${JSON.stringify(text)}: ${status}`)
    if (parsed === undefined) continue
    taken++
    const { RepoTags } = await engine.get('/images/{name}/json', { path: { name: parsed.full } })
    const printed = parsed.tag === undefined ? `${parsed.familiar}:latest` : parsed.familiar
    assert.ok(RepoTags?.includes(printed), `${text}: ${printed} is not in ${RepoTags}`)
    if (printed !== 'busybox:latest') await engine.delete('/images/{name}', { path: { name: parsed.full } })
  }
  assert.ok(taken >= 15 && checked.size - taken >= 15)
  t.diagnostic(`${checked.size} references, ${taken} of them valid`)
})

function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
