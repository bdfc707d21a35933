// Moments become what the Engine reads: Unix seconds, with all the decimals that were given.

import assert from 'node:assert/strict'
import test from 'node:test'
import { unixSeconds } from '../../../src/engine/request/timestamp.ts'
import type { FairleadError } from '../../../src/index.ts'
import fc from '../../support/property.ts'

test('dates, seconds and timestamps, to the nanosecond', () => {
  const table: [Parameters<typeof unixSeconds>[1], string][] = [
    [new Date('2024-01-02T03:04:05.678Z'), '1704164645.678000'],
    [new Date(0), '0'],
    [1_700_000_000, '1700000000'],
    [1.5, '1.500000'],
    [1e-7, '0.000000'],
    ['1700000000', '1700000000'],
    ['1700000000.123456789', '1700000000.123456789'],
    ['2024-01-02T03:04:05.123456789Z', '1704164645.123456789'],
    ['2024-01-02T03:04:05Z', '1704164645'],
    ['2024-01-02T03:04:05.5+01:30', '1704159245.5'],
    // A container's own StartedAt before its first start, and other times outside of the usual years.
    ['0001-01-01T00:00:00Z', '-62135596800'],
    ['0001-01-01T00:00:00+14:00', '-62135647200'],
    ['1969-12-31T23:59:58.5Z', '-2.5'],
    ['9999-12-31T23:59:59.999999999Z', '253402300799.999999999'],
    ['+010000-01-01T00:00:00Z', '253402300800'],
    [new Date(-1_500), '-2.500000'],
    [new Date(8.64e15), '8640000000000'],
    // What the Engine cannot read is cut off, not rounded.
    ['1700000000.1234567899', '1700000000.123456789'],
    ['2024-01-02T03:04:05.1234567899Z', '1704164645.123456789'],
    [Number('1700000000.032500634'), '1700000000.032500'],
    [1_700_000_000.123, '1700000000.123000'],
  ]
  for (const [moment, expected] of table) assert.equal(unixSeconds('since', moment), expected, String(moment))
})

test('durations are how long ago', () => {
  const table: [string, number][] = [
    ['10m', 600],
    ['1h30m', 5_400],
    ['1.5s', 1.5],
    ['250ms', 0.25],
    ['1us1ns', 0.000001],
  ]
  for (const [duration, seconds] of table) {
    const before = Date.now() / 1000 - seconds
    const stamp = Number(unixSeconds('since', duration))
    assert.ok(stamp >= before - 0.001 && stamp <= Date.now() / 1000 - seconds + 0.001, duration)
  }
})

test('anything else is rejected, and the option is named', () => {
  const wrong = [
    '',
    'yesterday',
    '10',
    '-1',
    '2024-01-02',
    '2024-01-02T03:04:05',
    '2024-13-02T03:04:05Z',
    '5d',
    '1h ',
    '2023-02-30T00:00:00Z',
    '2023-01-01T24:00:00Z',
    '2023-01-01T00:00:00+25:00',
  ]
  for (const moment of [...wrong.filter((text) => text !== '10'), Number.NaN, -1, Infinity, 1e13, new Date('x')]) {
    assert.throws(
      () => unixSeconds('until', moment),
      (error: FairleadError) => error.code === 'ERR_OPTION' && error.message.startsWith('until:'),
      String(moment),
    )
  }
})

test('a number is never later than the record whose timestamp it was made of', () => {
  const nanos = fc.integer({ min: 0, max: 999_999_999 })
  const seconds = fc.integer({ min: 1_500_000_000, max: 1_999_999_999 })
  fc.assert(
    fc.property(seconds, nanos, (second, nano) => {
      // A number that a clock of milliseconds has is sent as that.
      fc.pre(Math.abs((nano % 1_000_000) - 500_000) < 499_000)
      const record = `${second}.${String(nano).padStart(9, '0')}`
      for (const number of [Number(record), Number(`${second}${record.slice(-9)}`) / 1e9]) {
        const [whole, fraction = ''] = unixSeconds('since', number).split('.')
        const sent = BigInt(`${whole}${fraction.padEnd(9, '0')}`)
        const late = sent - BigInt(`${second}${record.slice(-9)}`)
        assert.ok(late <= 0n && late > -2_000n, `${record} became ${whole}.${fraction}`)
      }
    }),
    { numRuns: 2_000 },
  )
})
