// The matrix of Engine releases: in order, true of every captured Engine, the same in the docs, found by an Engine's version.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import {
  compareVersions,
  engineReleaseOf,
  engineReleases,
  NEWEST_API_VERSION,
  OLDEST_API_VERSION,
} from '../../src/versions.ts'
import { root } from '../support/root.ts'

test('newest first: no release speaks less than the one before it, from the oldest version negotiated on', () => {
  const newest = engineReleases.map(({ maxApiVersion }) => maxApiVersion)
  for (const [i, version] of newest.entries()) {
    if (i > 0) assert.ok(compareVersions(newest[i - 1]!, version) >= 0, engineReleases[i]!.engine)
  }
  assert.equal(newest.at(-1), OLDEST_API_VERSION)
  assert.ok(compareVersions(newest[0]!, NEWEST_API_VERSION) <= 0)
  assert.equal(new Set(engineReleases.map(({ engine }) => engine)).size, engineReleases.length)
})

for (const name of ['docker-20.10', 'docker-26.1', 'docker-28.5']) {
  test(`it is true of ${name}`, () => {
    const text = readFileSync(`${root}/test/vectors/engines/${name}/06-version.res`, 'latin1')
    const said = JSON.parse(text.slice(text.indexOf('\r\n\r\n'))) as Record<string, string>
    const { engine: _, ...versions } = engineReleaseOf(said.Version!)!
    assert.deepEqual(versions, { maxApiVersion: said.ApiVersion, minApiVersion: said.MinAPIVersion })
  })
}

test('a release is found by the version that an Engine says', () => {
  const cases: [string, string | undefined][] = [
    ['28.5.2', '28.5'],
    ['20.10.24+dfsg1', '20.10'],
    ['v29.0.0-rc.1', '29.0'],
    ['17.03.0-ce', '17.03'],
    ['17.03.2-ce', '17.03.1'],
    ['1.13.0', '1.13'],
    ['1.13.1', '1.13.1'],
    ['1.11.2', undefined],
    ['99.0.0', undefined],
    ['4.3.1', undefined],
    ['28', undefined],
    ['dev', undefined],
    ['', undefined],
  ]
  for (const [version, engine] of cases) assert.equal(engineReleaseOf(version)?.engine, engine, version)
})

test('docs/versions.md has the same matrix', () => {
  const rows = readFileSync(`${root}/docs/versions.md`, 'utf8').matchAll(
    /^\| (\d[\d.]+) \| (\d[\d.]+) \| (\d[\d.]+) \|$/gm,
  )
  const told = [...rows].map(([, engine, maxApiVersion, minApiVersion]) => ({ engine, maxApiVersion, minApiVersion }))
  assert.deepEqual(told, engineReleases)
})
