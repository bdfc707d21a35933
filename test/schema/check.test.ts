// Every kind of difference between a value and a shape is reported once; nothing is reported for a value that fits.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Check } from './check.ts'
import { named } from './model.ts'
import { allFields, readShapes } from './shapes.ts'
import { readType } from './type-text.ts'

const text = `export type Words = Record<string, string[] | null>

export interface Base {
  Id: string
}

export interface Thing extends Base {
  Mode?: 'a' | 'b'
  Size?: [number, number]
  /** @since API 1.41 */
  'new-one'?: boolean
  /** @deprecated since API 1.30, removed in API 1.35 */
  Old?: number
  Words?: Words
  Inner?: Thing | null
  Any?: unknown
}

export interface paths {
  '/things/{id}/json': {
    parameters: NoParameters
    get: operations['ThingInspect']
    put?: never
  }
}

export interface operations {
  /**
   * @since API 1.25
   */
  ThingInspect: {
    parameters: { query?: never; path: { id: string } }
    requestBody?: never
    responses: {
      200: JsonResponse<Thing[]>
      204: NoContent
      404: Refused
    }
  }
}
`

const shapes = readShapes(text)
const check = (value: unknown, version = '1.40', newest = version) =>
  new Check(shapes, version, newest)
    .value(value, named('Thing'), 'ThingInspect')
    .map((one) => [one.field, one.kind, one.arrived])

test('what fits', () => {
  assert.deepEqual(check({ Id: 'x' }), [])
  const whole = {
    Id: 'x',
    Mode: 'a',
    Size: [1, 2],
    Words: { a: ['b'], c: null },
    Inner: { Id: 'y', Inner: null },
    Any: 1n < 2n,
  }
  assert.deepEqual(check(whole), [])
  assert.deepEqual(check({ Id: 'x', 'new-one': true }, '1.41'), [])
  assert.deepEqual(check({ Id: 'x', Old: 1 }, '1.34'), [])
})

test('what does not', () => {
  assert.deepEqual(check({ Id: 'x', More: 1 }), [['Thing.More', 'unknown', '1']])
  assert.deepEqual(check({}), [['Thing.Id', 'missing', 'nothing']])
  assert.deepEqual(check({ Id: null }), [['Thing.Id', 'null', 'null']])
  assert.deepEqual(check({ Id: 1 }), [['Thing.Id', 'type', '1']])
  assert.deepEqual(check({ Id: 'x', Mode: 'c' }), [['Thing.Mode', 'value', '"c"']])
  assert.deepEqual(check({ Id: 'x', Mode: null }), [['Thing.Mode', 'null', 'null']])
  assert.deepEqual(check({ Id: 'x', Size: 1 }), [['Thing.Size', 'type', '1']])
  assert.deepEqual(check({ Id: 'x', Words: { a: [1] } }), [['Thing.Words', 'type', '1']])
  assert.deepEqual(check({ Id: 'x', Old: 1 }, '1.35'), [['Thing.Old', 'late', '1']])
  assert.deepEqual(check({ Id: 'x', Inner: { Id: 'y', More: {} } }), [['Thing.More', 'unknown', '{}']])
  assert.deepEqual(check('x'), [['ThingInspect', 'type', '"x"']])
})

test('a field before its version: the Engine is newer than what was asked for, or is not', () => {
  const value = { Id: 'x', 'new-one': true }
  assert.deepEqual(check(value, '1.40', '1.41'), [['Thing.new-one', 'ahead', 'true']])
  assert.deepEqual(check(value, '1.40', '1.40'), [['Thing.new-one', 'early', 'true']])
})

test('the same difference is reported once', () => {
  assert.equal(check({ Id: 1, Inner: { Id: 2 } }).length, 1)
})

test('the schema in src is read whole', () => {
  const whole = readShapes()
  assert.ok(whole.operations.size >= 108)
  assert.deepEqual([...(whole.operations.get('ContainerInspect')?.json.keys() ?? [])], ['200', '404', '500'])
  assert.ok(allFields(whole, 'HostConfigReceived').get('CpuShares')?.optional === false)
  assert.ok(allFields(whole, 'HostConfig').get('CpuShares')?.optional === true)
})

test('a type that the generator does not write is an error', () => {
  for (const wrong of ['{ a: string }', 'string &', 'keyof X', 'string]'])
    assert.throws(() => readType(wrong), /not a type/)
})
