// A choice that cannot be used is an error, with its reason and without its secrets; no other one is taken.

import assert from 'node:assert/strict'
import test from 'node:test'
import { type ErrorCode, FairleadError } from '../../src/index.ts'
import { at, broken, cold, current, DEFAULT, gone, list, number, type Row, resolve } from './resolve-kit.ts'

const invalid: [what: string, row: Row, code: ErrorCode, message: RegExp][] = [
  ['host and context', { options: { host: 'tcp://h', context: 'one' } }, 'ERR_OPTION', /set one of them/],
  ['an empty host', { options: { host: '' }, env: at(current, { DOCKER_HOST: 'tcp://h' }) }, 'ERR_ENDPOINT', /empty/],
  ['an empty context', { options: { context: '' }, env: at(current) }, 'ERR_OPTION', /context: expected a name/],
  ['a context that is no text', { options: { context: 5 as unknown as string } }, 'ERR_OPTION', /expected a name/],
  [
    'tls that is no object',
    { options: { host: 'tcp://h', tls: 'x' as unknown as boolean } },
    'ERR_OPTION',
    /tls: expected/,
  ],
  [
    'TLS to a socket',
    { options: { host: 'unix:///a', tls: true } },
    'ERR_OPTION',
    /not unix:\/\/\/a \(the host option\)/,
  ],
  [
    'TLS to the socket of DOCKER_HOST',
    { options: { tls: {} }, env: at(cold, { DOCKER_HOST: 'unix:///a' }) },
    'ERR_OPTION',
    /\(DOCKER_HOST\)/,
  ],
  ['TLS to the socket of a context', { options: { tls: true, context: 'two' } }, 'ERR_OPTION', /unix:\/\/\/two/],
  ['no TLS to https', { options: { host: 'https://h', tls: false } }, 'ERR_OPTION', /tls: false/],
  ['no TLS to the https of a context', { options: { context: 'secure', tls: false } }, 'ERR_OPTION', /tls: false/],
  [
    'a DOCKER_HOST that cannot be read',
    { env: at(current, { DOCKER_HOST: 'fd://', DOCKER_CONTEXT: 'one' }) },
    'ERR_ENDPOINT',
    /systemd/,
  ],
  ['a pipe elsewhere than on Windows', { options: { host: 'npipe://' } }, 'ERR_ENDPOINT', /Windows only/],
  ["a context's pipe elsewhere than on Windows", { options: { context: 'pipe' } }, 'ERR_ENDPOINT', /Windows only/],
  [
    'a missing context',
    { options: { context: 'gone' } },
    'ERR_CONTEXT',
    /context "gone" \(the context option\): no context has that name.*meta\.json/,
  ],
  [
    'a missing DOCKER_CONTEXT',
    { env: at(current, { DOCKER_CONTEXT: 'gone' }) },
    'ERR_CONTEXT',
    /"gone" \(DOCKER_CONTEXT\)/,
  ],
  [
    'a DOCKER_CONTEXT of blanks',
    { env: at(current, { DOCKER_CONTEXT: ' ' }) },
    'ERR_CONTEXT',
    /" " \(DOCKER_CONTEXT\)/,
  ],
  [
    'a DOCKER_CONTEXT that looks like a path',
    { env: at(current, { DOCKER_CONTEXT: '../one' }) },
    'ERR_CONTEXT',
    /"\.\.\/one"/,
  ],
  ['a missing current context', { env: at(gone), sockets: [DEFAULT] }, 'ERR_CONTEXT', /"gone" \(currentContext of /],
  [
    'a config.json that is not JSON',
    { env: at(broken), sockets: [DEFAULT] },
    'ERR_CONTEXT',
    /config\.json: it is not JSON/,
  ],
  ['a config.json of another kind', { env: at(list) }, 'ERR_CONTEXT', /not a JSON object/],
  ['a current context of another kind', { env: at(number) }, 'ERR_CONTEXT', /currentContext is not a string/],
  ['a context without a docker endpoint', { options: { context: 'none' } }, 'ERR_CONTEXT', /no docker endpoint/],
  ['a docker endpoint of null', { options: { context: 'null' } }, 'ERR_CONTEXT', /no docker endpoint/],
  ['a docker endpoint in another case', { options: { context: 'Docker' } }, 'ERR_CONTEXT', /no docker endpoint/],
  ['a host of another kind', { options: { context: 'number' } }, 'ERR_CONTEXT', /Host is not a string/],
  ['a SkipTLSVerify of another kind', { options: { context: 'word' } }, 'ERR_CONTEXT', /SkipTLSVerify/],
  ['a meta.json that is not JSON', { options: { context: 'broken' } }, 'ERR_CONTEXT', /not JSON/],
  ['a meta.json of another kind', { options: { context: 'list' } }, 'ERR_CONTEXT', /not a JSON object/],
  ["a context's fd", { options: { context: 'fd' } }, 'ERR_ENDPOINT', /systemd/],
  ["a context's host without a scheme", { options: { context: 'bare' } }, 'ERR_ENDPOINT', /a scheme and an address/],
  ["a context's host without an address", { options: { context: 'blank' } }, 'ERR_ENDPOINT', /a scheme and an address/],
]

for (const [what, row, code, message] of invalid) {
  test(`an error: ${what}`, () => {
    assert.throws(
      () => resolve(row),
      (error: unknown) => {
        assert.ok(error instanceof FairleadError)
        assert.equal(error.code, code)
        assert.equal(error.blame, 'caller')
        assert.match(error.message, message)
        assert.doesNotMatch(`${error.stack} ${(error.cause as Error | undefined)?.message}`, /hunter2/)
        return true
      },
    )
  })
}
