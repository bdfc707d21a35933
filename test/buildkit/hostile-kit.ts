// What the tests of a hostile daemon share: the number of cases, hostile texts and entries, and a check that runs in parts and measures
// memory after each.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { MODE } from '../../src/buildkit/proto/messages.ts'
import fc from '../support/property.ts'
import { repeated } from '../support/soak.ts'

export const CASES = Number(process.env.FAIRLEAD_BUILD_CASES ?? repeated({ soak: 50_000, usually: 150 }))
/** Cases at a time: most of a case is waiting. */
export const LANES = 10
/** Memory is measured after each of so many parts of the cases. */
const PARTS = 10
/** What the cases may leave behind. A leak of 100 bytes a case is 8 MB in a soak. */
const MAX_GROWTH_MB = 6
/** A frame of HTTP/2 with any type, flags and body on one of these streams; its length may lie. */
export const anyFrame = (...streams: number[]): fc.Arbitrary<Buffer> =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 12 }),
      fc.nat(255),
      fc.constantFrom(...streams),
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom(0, 0, 0, 1, 16_777_000),
    )
    .map(([type, flags, stream, body, lie]) => {
      const head = Buffer.alloc(9)
      head.writeUIntBE(Math.min(body.length + lie, 0xffffff), 0, 3)
      head[3] = type
      head[4] = flags
      head.writeUInt32BE(stream, 5)
      return Buffer.concat([head, body])
    })

export const texts = fc.oneof(
  fc.constantFrom(
    'a',
    'sub',
    'sub/b',
    '../x',
    '/etc/passwd',
    '..',
    '.',
    '',
    'link',
    'link/x',
    'a/../../x',
    '**',
    '!../**',
    '[',
    'out/secret',
    '\\',
  ),
  fc.string({ maxLength: 12 }),
)
const mode = fc.oneof(
  fc.constantFrom(0o644, MODE.directory + 0o755, MODE.symlink + 0o777, MODE.device, MODE.pipe, MODE.socket),
  fc.nat(2 ** 31 - 1),
)
export const stat = fc.record({
  path: texts,
  mode,
  size: fc.nat(),
  linkName: fc.oneof(fc.constant(''), texts),
  modTime: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
})
/** What is in use after a collection, in MB. */
export function memoryInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

/** Checks a property in parts. From the second part on, memory must stay where it is. */
export async function inParts<T>(t: TestContext, property: fc.IAsyncProperty<T>, cases: number): Promise<void> {
  const used: number[] = []
  for (let part = 0; part < PARTS; part++) {
    await fc.assert(property, { numRuns: Math.ceil(cases / PARTS) })
    await new Promise((resolve) => setTimeout(resolve, 100))
    used.push(memoryInUse())
  }
  const [, warm = 0] = used
  const last = used.at(-1) ?? 0
  t.diagnostic(`memory in use after each part, in MB: ${used.map((one) => one.toFixed(1)).join(' ')}`)
  assert.ok(last < warm + MAX_GROWTH_MB, `${warm} MB became ${last} MB`)
}
