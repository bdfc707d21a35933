// Creating and listing containers: names, configuration, filters, and error responses. Messages and statuses were observed on Docker
// 20.10.24.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ask, exchange, exitCode, frames, Raw, run, withEngine } from '../support.ts'
import { inspect, message, withIdle } from './container-kit.ts'

describe('create', () => {
  const refused: readonly (readonly [string, string, number, string])[] = [
    ['', '', 500, 'EOF'],
    ['', 'x', 500, "invalid character 'x' looking for beginning of value"],
    ['', '{"Image":"id', 500, 'unexpected EOF'],
    ['', '{"Image":"id\\', 500, 'unexpected EOF'],
    ['', '{"a" 1}', 500, 'invalid character in JSON value'],
    ['', 'null', 400, 'Config cannot be empty in order to create a container'],
    ['', '{"HostConfig":{}}', 400, 'Config cannot be empty in order to create a container'],
    ['', '"x"', 500, 'json: cannot unmarshal string into Go value of type runconfig.ContainerConfigWrapper'],
    ['?name=pa', '{"Image":"a:b:c"}', 400, 'invalid reference format'],
    [
      '',
      '{"Image":"idle","Cmd":[3]}',
      500,
      'json: cannot unmarshal array into Go struct field ContainerConfigWrapper.Cmd of type string',
    ],
    ['', '[]', 500, 'json: cannot unmarshal array into Go value of type runconfig.ContainerConfigWrapper'],
    ['', '{"Unknown":1}', 400, 'Config cannot be empty in order to create a container'],
    [
      '',
      '{"Image":3}',
      500,
      'json: cannot unmarshal number into Go struct field ContainerConfigWrapper.Image of type string',
    ],
    [
      '',
      '{"Image":"idle","Tty":"x"}',
      500,
      'json: cannot unmarshal string into Go struct field ContainerConfigWrapper.Tty of type bool',
    ],
    [
      '',
      '{"Image":"idle","Env":"A=1"}',
      500,
      'json: cannot unmarshal string into Go struct field ContainerConfigWrapper.Env of type []string',
    ],
    ['?name=a', '{"Image":"idle"}', 400, 'Invalid container name (a), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed'],
    [
      '?name=%2Fab%2Fc',
      '{"Image":"idle"}',
      400,
      'Invalid container name (/ab/c), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
    ],
    ['?name=pa', '{"Image":"Bad Image"}', 400, 'invalid reference format: repository name must be lowercase'],
    ['?name=pa', '{"Image":"a b"}', 400, 'invalid reference format'],
    ['?name=pa', '{"Image":"nope"}', 404, 'No such image: nope:latest'],
  ]
  for (const [query, body, status, text] of refused) {
    it(`rejects ${query} ${body || 'an empty body'}`, () =>
      withIdle(async ({ host }) => {
        const head = `POST /containers/create${query} HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: application/json`
        const answer = await exchange(host, `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
        assert.equal(message(answer.split('\r\n\r\n')[1]!), text)
        assert.equal(answer.split(' ')[1], String(status))
      }))
  }

  it('reads only the first value, and accepts a type with a parameter', () =>
    withIdle(async ({ host }) => {
      const body = ' {"Image":"idle","Labels":null} trailing'
      const head =
        'POST /containers/create HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8'
      assert.match(
        await exchange(host, `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
        /^HTTP\/1.1 201 Created/,
      )
    }))

  it('rejects a body without a type, and one that is too large', () =>
    withIdle(async ({ host }) => {
      const head = 'POST /containers/create HTTP/1.1\r\nHost: d\r\nConnection: close\r\n'
      assert.match(await exchange(host, `${head}Content-Length: 2\r\n\r\n{}`), /Content-Type specified \(\) must be/)
      const size = 17 * 1024 * 1024
      const raw = new Raw(host).send(`${head}Content-Type: application/json\r\nContent-Length: ${size}\r\n\r\n`)
      raw.send(Buffer.alloc(size, ' '))
      await raw.contains('request body too large')
      raw.close()
    }))

  it('generates a missing name, and finds by name, slash name, id and id prefix', () =>
    withIdle(async (engine) => {
      const ids: string[] = []
      for (let i = 0; i < 20; i++) {
        const { Id } = JSON.parse((await ask(engine.host, 'POST', '/containers/create', { Image: 'idle' })).text) as {
          Id: string
        }
        ids.push(Id)
      }
      const first = await inspect(engine, ids[0]!)
      assert.match(first.Name, /^\/[a-z]+_[a-z]+[0-9a-f]*$/)
      for (const name of [first.Name.slice(1), ids[0]!.slice(0, 20)])
        assert.equal((await inspect(engine, name)).Id, ids[0])
      const shared = ids.map((id) => id[0]!).find((digit, index, all) => all.indexOf(digit) !== index)!
      const several = await ask(engine.host, 'GET', `/containers/${shared}/json`)
      assert.deepEqual(
        [several.status, message(several.text)],
        [500, `Multiple IDs found with provided prefix: ${shared}`],
      )
    }))

  it('passes arguments and both environments to the program', () =>
    withEngine(async (engine) => {
      engine.image(
        'registry.example:5000/team/echo:1',
        async ({ args, env, stdout, tty }) => stdout.write(JSON.stringify({ args, env, tty })).then(() => undefined),
        { cmd: ['default'], env: { A: 'image', B: 'image' }, labels: { from: 'image', both: 'image' } },
      )
      const image = 'registry.example:5000/team/echo:1'
      await run(engine, 'one', { Image: image })
      await run(engine, 'two', {
        Image: image,
        Cmd: 'x',
        Entrypoint: ['e'],
        Env: ['A=own=1', 'bare'],
        Labels: { both: 'own' },
      })
      await run(engine, 'six', { Image: image, Entrypoint: ['e'] })
      const outputs = []
      for (const name of ['one', 'two', 'six']) {
        assert.equal(await exitCode(engine, name), 0)
        const { body } = await ask(engine.host, 'GET', `/containers/${name}/logs?stdout=1`)
        outputs.push(JSON.parse(frames(body)[0]!.text))
      }
      assert.deepEqual(outputs, [
        { args: ['default'], env: { A: 'image', B: 'image' }, tty: false },
        { args: ['e', 'x'], env: { A: 'own=1', B: 'image' }, tty: false },
        { args: ['e'], env: { A: 'image', B: 'image' }, tty: false },
      ])
      const { Config, Path, Args } = await inspect(engine, 'two')
      assert.deepEqual([Path, Args, Config.Env], ['e', ['x'], ['A=own=1', 'bare', 'B=image']])
      assert.deepEqual(Config.Labels, { from: 'image', both: 'own' })
    }))

  it('shows a HostConfig over its defaults', () =>
    withIdle(async (engine) => {
      const HostConfig = { Memory: 5, Mounts: [{ Type: 'tmpfs' }], LogConfig: {}, NetworkMode: '', CapAdd: null }
      await ask(engine.host, 'POST', '/containers/create?name=box', { Image: 'idle', HostConfig })
      const shown = (await inspect(engine, 'box')).HostConfig
      assert.deepEqual([shown.Memory, shown.Mounts, shown.NetworkMode], [5, [{ Type: 'tmpfs' }], 'default'])
      assert.deepEqual(shown.LogConfig, { Type: 'json-file', Config: {} })
    }))
})

describe('list', () => {
  it('filters by id, name, label, status, ancestor, network and exit code', () =>
    withIdle(async (engine) => {
      engine.image('quick', () => 3)
      const a = await run(engine, 'alpha', { Image: 'idle', Labels: { app: 'web', tier: '1' } })
      await run(engine, 'beta', { Image: 'quick', Labels: { app: 'db' }, HostConfig: { NetworkMode: 'none' } })
      await exitCode(engine, 'beta')
      await ask(engine.host, 'POST', '/containers/create?name=gamma', { Image: 'idle:latest' })
      const names = async (query: string) => {
        const { text } = await ask(engine.host, 'GET', `/containers/json?${query}`)
        return (JSON.parse(text) as { Names: string[] }[]).map(({ Names }) => Names[0]!.slice(1)).join()
      }
      const filtered = (filters: object) => names(`all=1&filters=${encodeURIComponent(JSON.stringify(filters))}`)
      assert.equal(await names(''), 'alpha')
      assert.equal(await names('all=1'), 'gamma,beta,alpha')
      assert.equal(await names('limit=2'), 'gamma,beta')
      assert.equal(await filtered({ id: [a.slice(0, 12)] }), 'alpha')
      assert.equal(await filtered({ name: ['^/?.*a$'] }), 'gamma,beta,alpha')
      assert.equal(await filtered({ name: ['bet', '('] }), 'beta')
      assert.equal(await filtered({ name: { gamma: true } }), 'gamma')
      assert.equal(await filtered({ label: ['app'] }), 'beta,alpha')
      assert.equal(await filtered({ label: ['app=web', 'tier'] }), 'alpha')
      assert.equal(await filtered({ label: ['app=web', 'tier=2'] }), '')
      assert.equal(await filtered({ ancestor: ['idle'] }), 'gamma,alpha')
      assert.equal(await filtered({ network: ['none'] }), 'beta')
      assert.equal(await filtered({ exited: ['3'] }), 'beta')
      assert.equal(await names(`filters=${encodeURIComponent('{"status":["created","exited"]}')}`), 'gamma,beta')
      const refusals: [string, number, string][] = [
        ['{"nome":["x"]}', 400, "Invalid filter 'nome'"],
        ['{"status":["zz"]}', 400, "Invalid filter 'status=zz'"],
        ['zz', 500, "invalid character 'z' looking for beginning of value"],
        ['["a"]', 500, 'json: cannot unmarshal array into Go value of type map[string]map[string]bool'],
        ['{"name":1}', 500, 'json: cannot unmarshal number into Go value of type map[string]bool'],
        ['{"exited":["x"]}', 500, 'strconv.Atoi: parsing "x": invalid syntax'],
      ]
      for (const [text, status, words] of refusals) {
        const reply = await ask(engine.host, 'GET', `/containers/json?filters=${encodeURIComponent(text)}`)
        assert.deepEqual([reply.status, message(reply.text)], [status, words])
      }
    }))

  it('shows commands, states and sizes', () =>
    withEngine(async (engine) => {
      engine.image('team/tool:2', () => undefined)
      await run(engine, 'bare', { Image: 'team/tool:2' })
      await exitCode(engine, 'bare')
      await ask(engine.host, 'POST', '/containers/create?name=args', { Image: 'team/tool:2', Cmd: ['a', 'b c'] })
      const { text } = await ask(engine.host, 'GET', '/containers/json?all=1&size=1')
      const [args, bare] = JSON.parse(text) as Record<string, unknown>[]
      assert.deepEqual([args!.Command, args!.Status, args!.SizeRootFs], ["a 'b c'", 'Created', 0])
      assert.deepEqual([bare!.Command, bare!.Status], ['/tool', 'Exited (0) Less than a second ago'])
    }))
})
