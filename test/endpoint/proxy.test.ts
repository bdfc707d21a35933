// The choice of a proxy: the variables in Go's order, what NO_PROXY excludes, what is invalid, and that no message shows a login.

import assert from 'node:assert/strict'
import test from 'node:test'
import { inspect } from 'node:util'
import { parseHost } from '../../src/endpoint/parse.ts'
import { chooseProxy } from '../../src/endpoint/proxy.ts'

type Env = Record<string, string>
const name = (host: string, env: Env, tls = false, option?: string | false) =>
  chooseProxy(parseHost(host), tls, option, env)?.name

const P = 'http://p:3128'
const chosen: [what: string, env: Env, tls: boolean, expected: string | undefined][] = [
  ['none', {}, false, undefined],
  ['HTTP_PROXY', { HTTP_PROXY: P }, false, 'http://p:3128 (HTTP_PROXY)'],
  ['HTTP_PROXY, not for TLS', { HTTP_PROXY: P }, true, undefined],
  ['HTTPS_PROXY', { HTTPS_PROXY: P, HTTP_PROXY: 'http://q' }, true, 'http://p:3128 (HTTPS_PROXY)'],
  ['HTTPS_PROXY, not for plain', { HTTPS_PROXY: P }, false, undefined],
  ['lower case', { http_proxy: P }, false, 'http://p:3128 (http_proxy)'],
  ['upper before lower', { HTTP_PROXY: P, http_proxy: 'http://q' }, false, 'http://p:3128 (HTTP_PROXY)'],
  ['empty', { HTTP_PROXY: '' }, false, undefined],
  ['ALL_PROXY is not looked at', { ALL_PROXY: P }, false, undefined],
  ['without a scheme', { HTTP_PROXY: 'p:3128' }, false, 'http://p:3128 (HTTP_PROXY)'],
  ['default ports', { HTTP_PROXY: 'http://p' }, false, 'http://p:80 (HTTP_PROXY)'],
  ['https', { HTTP_PROXY: 'https://p' }, false, 'https://p:443 (HTTP_PROXY)'],
  ['IPv6', { HTTP_PROXY: 'http://[fd00::1]:3128' }, false, 'http://[fd00::1]:3128 (HTTP_PROXY)'],
  ['CGI and TLS', { HTTPS_PROXY: P, REQUEST_METHOD: 'GET' }, true, 'http://p:3128 (HTTPS_PROXY)'],
]
for (const [what, env, tls, expected] of chosen) {
  test(`chosen: ${what}`, () => assert.equal(name('tcp://box.example.com', env, tls), expected))
}

const excluded: [noProxy: string, host: string, isProxied: boolean][] = [
  ['', 'tcp://box.example.com', true],
  ['', 'tcp://localhost:2375', false],
  ['', 'tcp://127.0.0.1', false],
  ['', 'tcp://127.9.9.9', false],
  ['', 'tcp://[::1]:2375', false],
  ['', 'tcp://128.0.0.1', true],
  ['*', 'tcp://box.example.com', false],
  ['a, *', 'tcp://box.example.com', false],
  ['example.com', 'tcp://example.com', false],
  ['example.com', 'tcp://box.example.com', false],
  ['EXAMPLE.com', 'tcp://BOX.example.COM', false],
  ['example.com', 'tcp://badexample.com', true],
  ['.example.com', 'tcp://example.com', true],
  ['.example.com', 'tcp://box.example.com', false],
  ['*.example.com', 'tcp://example.com', true],
  ['*.example.com', 'tcp://box.example.com', false],
  ['example.com:2375', 'tcp://box.example.com:2375', false],
  ['example.com:2376', 'tcp://box.example.com:2375', true],
  ['other, ,box.example.com', 'tcp://box.example.com', false],
  ['10.0.0.0/8', 'tcp://10.1.2.3', false],
  ['10.0.0.0/8', 'tcp://11.1.2.3', true],
  ['10.0.0.0/99,10/8,x/8', 'tcp://10.1.2.3', true],
  ['10.1.2.3', 'tcp://10.1.2.3', false],
  ['10.1.2.3:2375', 'tcp://10.1.2.3:2376', true],
  ['2001:db8::1', 'tcp://[2001:db8::1]:2375', false],
  ['2001:db8::1', 'tcp://[2001:db8::2]:2375', true],
  ['[2001:DB8:0::1]:2375', 'tcp://[2001:db8::1]:2375', false],
  ['2001:db8::/32', 'tcp://[2001:db8::2]:2375', false],
  ['10.0.0.0/8', 'tcp://[2001:db8::2]:2375', true],
  [':2375', 'tcp://box:2375', true],
]
for (const [noProxy, host, isProxied] of excluded) {
  test(`NO_PROXY=${noProxy}: ${host} is ${isProxied ? '' : 'not '}proxied`, () => {
    assert.equal(name(host, { HTTP_PROXY: P, NO_PROXY: noProxy }) !== undefined, isProxied)
    assert.equal(name(host, { HTTP_PROXY: P, no_proxy: noProxy }) !== undefined, isProxied)
  })
}

test('a socket and ssh are never proxied', () => {
  for (const host of ['unix:///x', 'ssh://box']) assert.equal(name(host, { HTTP_PROXY: P, HTTPS_PROXY: P }), undefined)
})

test('the option goes before the environment and before NO_PROXY', () => {
  const env = { HTTP_PROXY: P, NO_PROXY: '*' }
  assert.equal(name('tcp://localhost', env, false, 'http://mine:1'), 'http://mine:1 (the proxy option)')
  assert.equal(name('tcp://box', { HTTP_PROXY: P }, false, false), undefined)
})

test('an invalid proxy is an error without the login', () => {
  const rows: [host: string, env: Env, option?: unknown][] = [
    ['tcp://box', { HTTP_PROXY: 'socks5://me:secret@p' }],
    ['tcp://box', { HTTP_PROXY: 'http://me:secret@' }],
    ['tcp://box', { HTTP_PROXY: 'http://me:secret@p:99999' }],
    ['tcp://box', { HTTP_PROXY: 'http://me:secret@p', REQUEST_METHOD: 'GET' }],
    ['unix:///x', {}, 'http://me:secret@p'],
    ['tcp://box', {}, 5],
    ['tcp://box', {}, ''],
  ]
  for (const [host, env, option] of rows) {
    assert.throws(
      () => name(host, env, false, option as string),
      (error: Error & { code: string }) => {
        assert.equal(error.code, 'ERR_OPTION')
        assert.doesNotMatch(error.message, /secret|me:/)
        return true
      },
    )
  }
})

test('a login is sent decoded, and is not shown', () => {
  const proxy = chooseProxy(parseHost('tcp://box'), false, 'http://me:se%2Fcret@p', {})
  assert.equal(proxy?.authorization, `Basic ${Buffer.from('me:se/cret').toString('base64')}`)
  assert.doesNotMatch(inspect(proxy) + JSON.stringify(proxy) + proxy?.name, /Basic|cret/)
})
