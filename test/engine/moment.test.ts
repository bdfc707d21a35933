// Moments become what the Engine reads: Unix seconds, with all the decimals that were given.

import assert from 'node:assert/strict'
import test from 'node:test'
import { unixSeconds } from '../../src/engine/moment.ts'
import type { FairleadError } from '../../src/index.ts'

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
    const told = Number(unixSeconds('since', duration))
    assert.ok(told >= before - 0.001 && told <= Date.now() / 1000 - seconds + 0.001, duration)
  }
})

test('anything else is refused, and the option is named', () => {
  const wrong = ['', 'yesterday', '10', '-1', '2024-01-02', '2024-01-02T03:04:05', '2024-13-02T03:04:05Z', '5d', '1h ']
  for (const moment of [...wrong.filter((text) => text !== '10'), Number.NaN, -1, Infinity, 1e13, new Date('x')]) {
    assert.throws(
      () => unixSeconds('until', moment),
      (error: FairleadError) => error.code === 'ERR_OPTION' && error.message.startsWith('until:'),
      String(moment),
    )
  }
})
