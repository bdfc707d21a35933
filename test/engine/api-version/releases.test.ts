// The matrix of Engine releases: in order, true of every captured Engine, the same in the docs, found by an Engine's version.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import test from 'node:test'
import {
  compareVersions,
  engineReleaseOf,
  engineReleases,
  NEWEST_API_VERSION,
  OLDEST_API_VERSION,
} from '../../../src/versions.ts'
import { capture } from '../../support/captures.ts'
import { root } from '../../support/root.ts'

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
    const text = capture(name, 'version').response.toString('latin1')
    const said = JSON.parse(text.slice(text.indexOf('\r\n\r\n'))) as Record<string, string>
    const { engine: _, ...versions } = engineReleaseOf(said.Version!)!
    assert.deepEqual(versions, { maxApiVersion: said.ApiVersion, minApiVersion: said.MinAPIVersion })
  })
}

test('a release is found by the version that an Engine says', () => {
  const cases: [string, string | undefined][] = [
    ['28.5.2', '28.5'],
    ['29.8.1', '29.8'],
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
  const page = readFileSync(`${root}/docs/versions.md`, 'utf8')
  const rows = [
    ...page.matchAll(/^\| (\d[\d.]+) \| \[(\d[\d.]+)\]\((.+?)\) \| (\d[\d.]+) \| \[changes\]\((.+?)\) \|$/gm),
  ]
  const listed = rows.map(([, engine, maxApiVersion, , minApiVersion]) => ({ engine, maxApiVersion, minApiVersion }))
  assert.deepEqual(listed, engineReleases)
  const pages = 'https://docs.docker.com/reference/api/engine'
  for (const [, , version, reference, , changes] of rows) {
    assert.equal(reference, `${pages}/version/v${version}/`)
    assert.equal(changes, `${pages}/version-history/#v${version?.replace('.', '')}-api-changes`)
  }
})

test('every API document that the types are made from is of a release in the matrix, the newest too', () => {
  const head = readFileSync(`${root}/src/engine/schema.ts`, 'utf8').split('\n', 1)[0]
  const [, oldest, newest] = /v1\.(\d+) to v1\.(\d+)/.exec(head!)!.map(Number)
  const known = new Set(engineReleases.map(({ maxApiVersion }) => maxApiVersion))
  for (let minor = oldest!; minor <= newest!; minor++)
    assert.ok(known.has(`1.${minor}`), `no release with API 1.${minor}`)
  assert.equal(engineReleases[0]!.maxApiVersion, `1.${newest}`)
  assert.equal(NEWEST_API_VERSION, `1.${newest}`)
})

const folder = process.env.FAIRLEAD_SPEC

test('so is the newest document of the folder', { skip: folder === undefined && 'FAIRLEAD_SPEC names none' }, () => {
  const documents = readdirSync(folder!).flatMap((name) => /^v(1\.\d+)\.ya?ml$/.exec(name)?.[1] ?? [])
  const newest = documents.sort(compareVersions).at(-1)
  assert.ok(
    engineReleases.some(({ maxApiVersion }) => maxApiVersion === newest),
    `no release with API ${newest}`,
  )
})
