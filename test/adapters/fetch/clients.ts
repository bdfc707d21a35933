// Clients built on fetch, over createFetch: openapi-fetch with the Engine's `paths`, and ky. Run against the embedded Engine and
// a real one.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import ky, { HTTPError } from 'ky'
import createClient from 'openapi-fetch'
import type { paths } from '../../../src/engine/schema.ts'
import { createFetch, querySerializer } from '../../../src/fetch.ts'
import { fromIterable, outputs } from '../../../src/web.ts'
import { commandFor } from '../../contract/behaviours.ts'
import { Lab, type Target } from '../../contract/lab.ts'
import { eventually } from '../../support/eventually.ts'

const IMAGE = 'busybox:latest'

/**
 * Registers the tests.
 * @param make starts the Engine, or finds it; its `busybox:latest` must do what contract/behaviours.ts expects
 */
export function clientTests(name: string, make: () => Promise<Target>, skip: string | false): void {
  describe(name, { skip }, () => {
    let target: Target
    before(async () => {
      target = await make()
    })
    after(() => target.dispose())

    test('openapi-fetch: typed calls to more than ten operations', async (t) => {
      const { engine } = new Lab(t, target)
      const docker = createClient<paths>({ baseUrl: 'http://docker', fetch: createFetch(engine), querySerializer })
      /** The data of a response that is no error. */
      const dataOf = <T>({ data, error }: { data?: T; error?: unknown }): T => {
        assert.equal(error, undefined)
        return data as T
      }
      const version = dataOf(await docker.GET('/version'))
      assert.match(version.ApiVersion ?? '', /^1\.\d+$/)
      assert.equal(dataOf(await docker.GET('/_ping', { parseAs: 'text' })), 'OK')
      assert.equal(typeof dataOf(await docker.GET('/info')).Containers, 'number')
      const images = dataOf(
        await docker.GET('/images/json', { params: { query: { filters: { reference: ['busybox'] } } } }),
      )
      assert.ok(images.some(({ RepoTags }) => RepoTags?.includes(IMAGE)))
      const image = dataOf(await docker.GET('/images/{name}/json', { params: { path: { name: IMAGE } } }))
      assert.ok(image.RepoTags?.includes(IMAGE))

      const created = await docker.POST('/containers/create', {
        params: { query: { name: `fetch-${process.pid}-${Date.now()}` } },
        body: {
          Image: IMAGE,
          Cmd: commandFor('gate'),
          Env: ['CODE=3'],
          Labels: { ...target.labels, 'by.fetch': 'ü "1"' },
        },
      })
      assert.equal(created.response.status, 201)
      const path = { id: dataOf(created).Id }
      const started = await docker.POST('/containers/{id}/start', { params: { path } })
      assert.equal(started.response.status, 204)
      assert.equal(started.data, undefined)
      assert.equal((await docker.POST('/containers/{id}/start', { params: { path } })).response.status, 304)
      const inspected = dataOf(await docker.GET('/containers/{id}/json', { params: { path } }))
      assert.equal(inspected.State?.Running, true)
      const listed = dataOf(
        await docker.GET('/containers/json', {
          params: { query: { filters: { label: ['by.fetch=ü "1"'], id: [path.id] } } },
        }),
      )
      assert.deepEqual(
        listed.map(({ Id }) => Id),
        [path.id],
      )
      const none = await docker.GET('/containers/json', { params: { query: { filters: { label: ['by.fetch=2'] } } } })
      assert.deepEqual(dataOf(none), [])

      // A followed log through response.body, demultiplexed while the container runs.
      const query = { follow: true, stdout: true, stderr: true }
      const logs = await docker.GET('/containers/{id}/logs', { params: { path, query }, parseAs: 'stream' })
      const { stdout, stderr } = outputs(fromIterable(logs.response.body as ReadableStream<Uint8Array>))
      const out = stdout.pipeThrough(new TextDecoderStream()).getReader()
      assert.equal((await out.read()).value, 'ready\n')
      const kill = { params: { path, query: { signal: 'USR1' } } }
      assert.equal((await docker.POST('/containers/{id}/kill', kill)).response.status, 204)
      assert.equal(await new Response(stderr).text(), 'gone\n')
      assert.equal((await out.read()).done, true)
      assert.equal(dataOf(await docker.POST('/containers/{id}/wait', { params: { path } })).StatusCode, 3)

      const refused = await docker.GET('/containers/{id}/json', { params: { path: { id: 'no such' } } })
      assert.equal(refused.response.status, 404)
      assert.match(refused.error?.message ?? '', /no such/i)
      const removed = await docker.DELETE('/containers/{id}', { params: { path, query: { v: true } } })
      assert.equal(removed.response.status, 204)
      assert.equal(engine.connections.busy, 0)
    })

    test('openapi-fetch: an abort ends a followed log, and the container keeps running', async (t) => {
      const lab = new Lab(t, target)
      const id = await lab.launch('tick')
      const client = lab.client(t)
      const docker = createClient<paths>({ baseUrl: 'http://docker', fetch: createFetch(client), querySerializer })
      const abort = new AbortController()
      const { response } = await docker.GET('/containers/{id}/logs', {
        params: { path: { id }, query: { follow: true, stdout: true } },
        parseAs: 'stream',
        signal: abort.signal,
      })
      const reader = response.body!.getReader()
      assert.ok((await reader.read()).value!.length > 8)
      const reason = new Error('enough')
      abort.abort(reason)
      await assert.rejects(
        async () => {
          for (;;) await reader.read()
        },
        (error) => error === reason,
      )
      assert.deepEqual(client.connections, { dialling: 0, idle: 0, busy: 0, waiting: 0 })
      assert.equal((await lab.inspect(id)).State.Running, true)
    })

    test('ky: JSON in both directions, error responses as HTTPError, a stream, a retry', async (t) => {
      const lab = new Lab(t, target)
      const fetch = createFetch(lab.engine)
      const docker = ky.create({ prefixUrl: 'http://docker', fetch, retry: 0 })
      const { ApiVersion } = await docker.get('version').json<{ ApiVersion: string }>()
      assert.match(ApiVersion, /^1\.\d+$/)
      const json = { Image: IMAGE, Cmd: commandFor('gate'), Labels: target.labels }
      const { Id } = await docker.post('containers/create', { json }).json<{ Id: string }>()
      assert.equal((await docker.post(`containers/${Id}/start`)).status, 204)
      const filters = { id: [Id], status: ['running'] }
      const list = docker.get('containers/json', { searchParams: querySerializer({ all: true, filters }) })
      assert.deepEqual(
        (await list.json<{ Id: string }[]>()).map((container) => container.Id),
        [Id],
      )
      await assert.rejects(docker.get('containers/no-such/json').json(), (error) => {
        assert.ok(error instanceof HTTPError)
        assert.equal(error.response.status, 404)
        return true
      })
      const { body } = await docker.get(`containers/${Id}/logs`, {
        searchParams: { follow: 1, stdout: 1 },
        timeout: false,
      })
      await body!.cancel()
      await eventually(() => assert.equal(lab.engine.connections.busy, 0))
      assert.equal((await docker.delete(`containers/${Id}?force=1`)).status, 204)
      let calls = 0
      const shaky = ky.create({
        prefixUrl: 'http://docker',
        retry: { limit: 1, delay: () => 1 },
        fetch: (input, init) => (calls++ === 0 ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init)),
      })
      assert.equal(await shaky.get('_ping').text(), 'OK')
      assert.equal(calls, 2)
    })
  })
}
