// Numbers as Go prints them: ties go to the even digit. The expected values are those of C's printf, which rounds as Go does.

import assert from 'node:assert/strict'
import test from 'node:test'
import { goFixed, goShort } from '../src/go-number.ts'

test('fixed decimals: exact ties go to the even digit, and all else to the nearer number', () => {
  const cases: [number, number, string][] = [
    [0.125, 2, '0.12'],
    [0.375, 2, '0.38'],
    [2.675, 2, '2.67'],
    [1.005, 2, '1.00'],
    [0.5, 0, '0'],
    [1.5, 0, '2'],
    [2.5, 0, '2'],
    [0.25, 1, '0.2'],
    [0.35, 1, '0.3'],
    [0.75, 1, '0.8'],
    [0, 1, '0.0'],
    [1.0625, 3, '1.062'],
    [12_345_678.125, 2, '12345678.12'],
    [5e-324, 2, '0.00'],
  ]
  for (const [value, decimals, text] of cases) assert.equal(goFixed(value, decimals), text, `${value}, ${decimals}`)
})

test('significant digits: the same, no zeros at the end, and an exponent from the first power that has no place', () => {
  const cases: [number, number, string][] = [
    [8.8125, 4, '8.812'],
    [8.8135, 4, '8.813'],
    [10.625, 4, '10.62'],
    [10.635, 4, '10.63'],
    [999.96, 4, '1000'],
    [1023.5, 4, '1024'],
    [1022.5, 4, '1022'],
    [999.6, 3, '1e+03'],
    [1.5, 4, '1.5'],
    [0, 4, '0'],
    [888, 3, '888'],
    [1234.5, 3, '1.23e+03'],
  ]
  for (const [value, digits, text] of cases) assert.equal(goShort(value, digits), text, `${value}, ${digits}`)
})
