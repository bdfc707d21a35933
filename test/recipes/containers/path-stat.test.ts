// X-Docker-Container-Path-Stat as five engines sent it, and Go's file modes bit by bit.

import assert from 'node:assert/strict'
import test from 'node:test'
import { pathStat } from '../../../src/recipes/containers/path-stat.ts'
import type { Head } from '../../../src/wire/head.ts'
import { capture, capturedEngines } from '../../support/captures.ts'

function headOf(value: string | undefined): Head {
  return { get: (name: string) => (name === 'x-docker-container-path-stat' ? value : undefined) } as Head
}

function encoded(stat: object): Head {
  return headOf(Buffer.from(JSON.stringify(stat)).toString('base64'))
}

const plain = { name: 'x', size: 1, mode: 0o644, mtime: '2026-11-23T15:30:49Z', linkTarget: '' }

for (const engine of capturedEngines) {
  test(`the field as ${engine} sent it`, () => {
    const text = capture(engine, 'archive-head').response.toString('latin1')
    const stat = pathStat(headOf(/x-docker-container-path-stat: (\S+)/i.exec(text)?.[1]))
    assert.equal(stat.name, 'hostname')
    assert.equal(stat.type, 'file')
    assert.ok(stat.permissions === 0o644 || stat.permissions === 0o755)
    assert.equal(stat.mtime.getUTCFullYear(), 2026)
    assert.notEqual(stat.mtimeNs % 1000n, 0n)
    assert.equal(BigInt(stat.mtime.getTime()), stat.mtimeNs / 1_000_000n)
  })
}

const modes: [number, string, number][] = [
  [0o644, 'file', 0o644],
  [134218239, 'symlink', 0o777],
  [2147484141, 'directory', 0o755],
  [2 ** 31 + 2 ** 20 + 0o777, 'directory', 0o1777],
  [2 ** 25 + 0o600, 'fifo', 0o600],
  [2 ** 24 + 0o755, 'socket', 0o755],
  [2 ** 26 + 0o660, 'block-device', 0o660],
  [2 ** 26 + 2 ** 21 + 0o666, 'character-device', 0o666],
  [2 ** 19, 'other', 0],
  [2 ** 23 + 0o755, 'file', 0o4755],
  [2 ** 22 + 0o755, 'file', 0o2755],
]

for (const [mode, type, permissions] of modes) {
  test(`mode ${mode} is a ${type} with permissions ${permissions.toString(8)}`, () => {
    const stat = pathStat(encoded({ ...plain, mode }))
    assert.deepEqual([stat.type, stat.permissions, stat.mode], [type, permissions, mode])
  })
}

test('times keep their nanoseconds in any time zone', () => {
  const at = (mtime: string) => pathStat(encoded({ ...plain, mtime })).mtimeNs
  assert.equal(at('1970-01-01T00:00:01.000000002Z'), 1_000_000_002n)
  assert.equal(at('1970-01-01T01:00:01.5+01:00'), 1_500_000_000n)
  assert.equal(at('0001-01-01T00:00:00Z'), -62_135_596_800_000_000_000n)
})

test('a missing or malformed field rejects, without its content in the message', () => {
  const broken = [undefined, '', '%%%', Buffer.from('{').toString('base64'), Buffer.from('null').toString('base64')]
  for (const value of broken) assert.throws(() => pathStat(headOf(value)), { code: 'ERR_RECORD_SYNTAX' })
  for (const wrong of [{ mode: '1' }, { size: null }, { mtime: 'yesterday' }, { name: 1 }, { linkTarget: 5 }]) {
    assert.throws(() => pathStat(encoded({ ...plain, ...wrong })), { code: 'ERR_RECORD_SYNTAX', blame: 'peer' })
  }
})
