// docs/endpoints.md says what the code does: its tables of hosts and differences and its sockets are read and tried.

import assert from 'node:assert/strict'
import test from 'node:test'
import { knownSockets } from '../../src/endpoint/known-sockets.ts'
import { formatEndpoint, parseContextHost, parseHost } from '../../src/endpoint/parse.ts'
import { read } from '../house/sources.ts'

const page = read('docs/endpoints.md')

/** The cells of the rows of the first table after these words. */
function rowsAfter(words: string): string[][] {
  const at = page.indexOf(words)
  assert.ok(at >= 0, `docs/endpoints.md does not say "${words}"`)
  const [table] = /^\|.*\n\|[-| ]+\n(?:\|.*\n)+/m.exec(page.slice(at)) ?? []
  assert.ok(table !== undefined)
  const lines = table.trim().split('\n').slice(2)
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const coded = (cell: string): string[] => [...cell.matchAll(/`([^`]*)`/g)].map(([, text]) => text!)

test('the table of hosts', () => {
  const rows = rowsAfter('## Hosts')
  assert.ok(rows.length > 10)
  for (const [written = '', endpoint = ''] of rows) {
    const [host = ''] = coded(written)
    if (endpoint === 'refused') assert.throws(() => parseHost(host), { code: 'ERR_ENDPOINT' })
    else assert.deepEqual([formatEndpoint(parseHost(host))], coded(endpoint))
  }
})

test('the table of differences', () => {
  let tried = 0
  for (const [what = '', , ours = ''] of rowsAfter('Deliberate differences from the docker CLI')) {
    // A pipe is parsed everywhere; resolving it is an error.
    for (const host of coded(what).filter((text) => !text.startsWith('npipe'))) {
      tried++
      const parse = (): unknown => (what.includes('in a context') ? parseContextHost(host, false) : parseHost(host))
      if (ours.startsWith('refused')) assert.throws(parse, { code: 'ERR_ENDPOINT' }, host)
      else {
        assert.match(ours, /^dialled/)
        parse()
      }
    }
  }
  assert.ok(tried > 15)
})

test('the page lists the known sockets in their order', () => {
  const [, listed = ''] = /The known sockets, in order: ([\s\S]*?)A user without a home folder/.exec(page) ?? []
  const names = coded(listed).filter((name) => name !== 'docker.sock')
  const env = { HOME: '/home/me', XDG_RUNTIME_DIR: '/x' }
  const sockets = knownSockets(env, 7)
  const expected = names
    .filter((name) => name !== '/run/user/<uid>/docker.sock')
    .map((name) => {
      if (name.startsWith('.')) return `/home/me/${name}/docker.sock`
      return name.startsWith('/') ? name : `/x/${name.replace('$XDG_RUNTIME_DIR/', '')}`
    })
  assert.deepEqual(sockets, expected)
  assert.ok(knownSockets({ HOME: '/home/me' }, 7).includes('/run/user/7/docker.sock'))
  assert.equal(knownSockets({ HOME: '/home/me' }, undefined).length, sockets.length - 2)
})
