// Pending: whatever changes and whenever a consumer takes some, applying what it took gives the truth; and it holds no more than the
// objects that exist and those that the consumer knows.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Pending } from '../../../src/containers/watch/pending.ts'
import fc from '../../support/property.ts'

const step = fc.oneof(
  fc.record({ id: fc.nat(5), value: fc.option(fc.nat(3), { nil: undefined }) }),
  fc.record({ take: fc.nat(4) }),
)

test('what a consumer knows after taking all is the truth', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const pending = new Pending()
      const truth = new Map<string, object>()
      const known = new Map<string, unknown>()
      const take = (): boolean => {
        const item = pending.take()
        if (item?.kind !== 'container') return false
        assert.deepEqual(known.get(item.id), item.before)
        assert.equal(item.change, item.before === undefined ? 'added' : item.now === undefined ? 'removed' : 'changed')
        assert.notDeepEqual(item.before, item.now)
        if (item.now === undefined) known.delete(item.id)
        else known.set(item.id, item.now)
        return true
      }
      for (const one of steps) {
        if ('take' in one) {
          for (let at = 0; at < one.take; at++) take()
          continue
        }
        const id = String(one.id)
        const before = truth.get(id)
        const now = one.value === undefined ? undefined : { value: one.value }
        if (JSON.stringify(before) === JSON.stringify(now)) continue
        if (now === undefined) truth.delete(id)
        else truth.set(id, now)
        pending.change('container', id, before, now, undefined)
      }
      let waiting = 0
      while (take()) waiting++
      assert.deepEqual([...known].sort(), [...truth].sort())
      assert.ok(waiting <= 6)
    }),
    { numRuns: 2000 },
  )
})

test('notices: away comes before changes, synced after them, and each is there once', () => {
  const pending = new Pending()
  const synced = { kind: 'synced', engineId: 'a', replaced: false, awayMs: 1 } as const
  const away = (text: string) => ({ kind: 'away', error: new Error(text) }) as const
  pending.synced({ ...synced, replaced: true })
  pending.synced(synced)
  assert.deepEqual(pending.take(), { ...synced, replaced: true })
  pending.change('volume', 'v', undefined, {}, undefined)
  pending.away(away('first'))
  pending.synced(synced)
  pending.away(away('second'))
  assert.deepEqual(pending.take(), away('second'))
  pending.synced(synced)
  assert.equal(pending.take()?.kind, 'volume')
  assert.deepEqual(pending.take(), synced)
  assert.equal(pending.take(), undefined)
})
