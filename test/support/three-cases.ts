// The three cases of a limit: at it, one below, one above. test/house/limit-cases.test.ts looks for the calls of this function, so a
// limit cannot have one case without the others.

import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'

/** Declares three tests of the limit `name`. @param fits whether so many of what it limits are within it: it is asked for one less, for as many, and for one more */
export function threeCases(
  name: string,
  limit: number,
  fits: (count: number, t: TestContext) => boolean | Promise<boolean>,
): void {
  for (const [where, count] of [
    ['below', limit - 1],
    ['at', limit],
    ['above', limit + 1],
  ] as const) {
    test(`${name}, ${where}: ${count} ${where === 'above' ? 'are too many' : 'fit'}`, async (t) => {
      assert.equal(await fits(count, t), where !== 'above')
    })
  }
}
