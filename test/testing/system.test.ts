// What the embedded engine reports about itself, and the helpers behind it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Clock, compare, fixedStamp, shortStamp } from '../../src/testing/base/clock.ts'
import { humanDuration } from '../../src/testing/daemon/describe.ts'
import { versionBelow } from '../../src/testing/routes/router.ts'
import { ask, exchange, run, withEngine } from './support.ts'

function get(path: string, method = 'GET'): string {
  return `${method} ${path} HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n`
}

describe('responses without a container', () => {
  it('reject versions outside the range, in text before 1.24', () =>
    withEngine(async ({ host }) => {
      const tooOld = await exchange(host, get('/v1.10/_ping'))
      assert.match(
        tooOld,
        /^HTTP\/1.1 400 Bad Request\r\nApi-Version: 1.41\r\nContent-Type: text\/plain; charset=utf-8\r\nOstype: linux\r\nServer: Docker\/20.10.24 \(linux\)\r\nX-Content-Type-Options: nosniff\r\n/,
      )
      assert.ok(
        tooOld.endsWith(
          '\r\n\r\nclient version 1.10 is too old. Minimum supported API version is 1.12, please upgrade your client to a newer version\n',
        ),
      )
      assert.match(await exchange(host, get('/v1/_ping')), /client version 1 is too old/)
      assert.match(
        await exchange(host, get('/v1.20/containers/nope/json')),
        /nosniff.*\r\n\r\nNo such container: nope\n$/s,
      )
      assert.match(
        await exchange(host, get('/v1.99/_ping', 'HEAD')),
        /Content-Length: 84\r\nConnection: close\r\n\r\n$/,
      )
      assert.match(await exchange(host, get('/', 'OPTIONS')), /^HTTP\/1.1 200 OK/)
      for (const path of ['/v1.99/nope', '/vabc/_ping', '/containers/json/']) {
        assert.match(
          await exchange(host, get(path)),
          /^HTTP\/1.1 404 Not Found\r\nContent-Type: application\/json\r\nDate: /,
        )
      }
    }))

  it('redirect an unclean path', () =>
    withEngine(async ({ host }) => {
      for (const [asked, location] of [
        ['//containers/json?x=1', '/containers/json?x=1'],
        ['/containers//json', '/containers/json'],
        ['/v1.41/../version', '/version'],
      ] as const) {
        const answer = (await exchange(host, get(asked))).replace(/Date: .*\r\n/, '')
        const head = 'HTTP/1.1 301 Moved Permanently\r\nLocation: '
        assert.equal(answer, `${head}${location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
      }
    }))

  it('are the Engine’s to OPTIONS and HEAD', () =>
    withEngine(async ({ host }) => {
      assert.match(
        await exchange(host, get('/x', 'OPTIONS')),
        /^HTTP\/1.1 200 OK\r\nApi-Version: 1.41\r\n.*Content-Length: 0\r\n/s,
      )
      assert.match(
        await exchange(host, get('/containers/json', 'HEAD')),
        /404 Not Found.*Content-Length: 29\r\nConnection: close\r\n\r\n$/s,
      )
    }))

  it('describe the daemon', () =>
    withEngine(
      async (engine) => {
        engine.image('idle', async ({ sleep }) => sleep(60_000).then(() => undefined))
        await run(engine, 'cc', { Image: 'idle' })
        const info = JSON.parse((await ask(engine.host, 'GET', '/info')).text) as Record<string, unknown>
        assert.deepEqual([info.Containers, info.ContainersRunning, info.Images, info.ServerVersion], [1, 1, 1, '9.9'])
        const version = JSON.parse((await ask(engine.host, 'GET', '/version')).text) as Record<string, unknown>
        assert.deepEqual([version.Version, version.ApiVersion, version.MinAPIVersion], ['9.9', '1.45', '1.30'])
        assert.equal((await ask(engine.host, 'GET', '/_ping')).headers.server, 'Docker/9.9 (linux)')
      },
      { version: '9.9', apiVersion: '1.45', minApiVersion: '1.30' },
    ))

  it('list and describe images', () =>
    withEngine(async (engine) => {
      engine.image('alpha', () => 0, { cmd: ['run'], env: { A: '1' }, labels: { app: 'web' } })
      engine.image('docker.io/library/beta:2', () => 0)
      const list = async (filters: object) => {
        const reply = await ask(
          engine.host,
          'GET',
          `/images/json?filters=${encodeURIComponent(JSON.stringify(filters))}`,
        )
        return reply.status === 200
          ? (JSON.parse(reply.text) as { RepoTags: string[] }[]).map(({ RepoTags }) => RepoTags[0]).join()
          : reply.text
      }
      assert.equal(await list({}), 'beta:2,alpha:latest')
      assert.equal(await list({ reference: ['al*'] }), 'alpha:latest')
      assert.equal(await list({ reference: ['bet?:2'] }), 'beta:2')
      assert.equal(await list({ label: ['app=web'] }), 'alpha:latest')
      assert.equal(await list({ dangling: ['true'] }), '')
      assert.equal(await list({ zz: ['x'] }), '{"message":"Invalid filter \'zz\'"}\n')
      const alpha = JSON.parse((await ask(engine.host, 'GET', '/images/alpha/json')).text)
      assert.deepEqual([alpha.Config.Cmd, alpha.Config.Env, alpha.RepoTags], [['run'], ['A=1'], ['alpha:latest']])
      for (const name of ['library/alpha', alpha.Id, alpha.Id.slice(7, 20)]) {
        assert.equal(JSON.parse((await ask(engine.host, 'GET', `/images/${name}/json`)).text).Id, alpha.Id)
      }
      engine.image('fade', () => 0)
      assert.deepEqual(JSON.parse((await ask(engine.host, 'GET', '/images/fade/json')).text).RepoTags, ['fade:latest'])
      const none = await ask(engine.host, 'GET', '/images/nope/json')
      assert.deepEqual(
        [none.status, none.text],
        [404, '{"message":"no such image: nope: No such image: nope:latest"}\n'],
      )
      const bad = await ask(engine.host, 'GET', '/images/a%20b/json')
      assert.deepEqual([bad.status, bad.text], [400, '{"message":"no such image: a b: invalid reference format"}\n'])
    }))
})

describe('helpers', () => {
  it('compare versions by number', () => {
    assert.deepEqual(
      [versionBelow('1.9', '1.10'), versionBelow('1.41', '1.41'), versionBelow('1', '1.12'), versionBelow('2', '1.99')],
      [true, false, true, false],
    )
  })

  it('write a duration in words', () => {
    const times = [
      0.4,
      1.9,
      59,
      60,
      119,
      120,
      3599,
      3600 * 1.4,
      3600 * 47,
      86400 * 3,
      86400 * 15,
      86400 * 70,
      86400 * 800,
    ]
    assert.deepEqual(times.map(humanDuration), [
      'Less than a second',
      '1 second',
      '59 seconds',
      'About a minute',
      'About a minute',
      '2 minutes',
      '59 minutes',
      'About an hour',
      '47 hours',
      '3 days',
      '2 weeks',
      '2 months',
      '2 years',
    ])
  })

  it('return a time that always rises', () => {
    const clock = new Clock()
    let last = clock.now()
    for (let i = 0; i < 10_000; i++) {
      const next = clock.now()
      assert.equal(compare(last, next), -1)
      last = next
    }
    clock.nanos = 999_999_999
    const { seconds } = clock
    clock.step()
    assert.deepEqual([clock.seconds, clock.nanos], [seconds + 1, 0])
    assert.equal(fixedStamp(0, 5), '1970-01-01T00:00:00.000000005Z')
    assert.equal(shortStamp({ seconds: 1, nanos: 120_000_000 }), '1970-01-01T00:00:01.12Z')
    assert.equal(shortStamp({ seconds: 1, nanos: 0 }), '1970-01-01T00:00:01Z')
  })
})
