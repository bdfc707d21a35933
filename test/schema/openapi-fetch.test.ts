// The types have the shape that openapi-typescript made known: openapi-fetch runs on them, and knows parameters, bodies, responses.

import assert from 'node:assert/strict'
import test from 'node:test'
import createClient from 'openapi-fetch'
import type { ErrorResponse, paths } from '../../src/engine/schema.ts'

test('openapi-fetch takes them', async () => {
  const asked: string[] = []
  const client = createClient<paths>({
    baseUrl: 'http://engine',
    fetch: async (request) => {
      asked.push(`${request.method} ${new URL(request.url).pathname}`)
      return Response.json({ Id: 'abc', State: { Running: true } })
    },
  })
  const { data, error } = await client.GET('/containers/{id}/json', {
    params: { path: { id: 'abc' }, query: { size: true } },
  })
  const id: string | undefined = data?.Id
  const running: boolean | undefined = data?.State.Running
  const failure: ErrorResponse | undefined = error
  assert.deepEqual([id, running, failure], ['abc', true, undefined])

  const created = await client.POST('/containers/create', {
    body: { Image: 'busybox', HostConfig: { AutoRemove: true } },
  })
  assert.equal(created.data?.Id, 'abc')
  assert.deepEqual(asked, ['GET /containers/abc/json', 'POST /containers/create'])

  // @ts-expect-error a path that no operation has
  await client.GET('/containers/{id}/jsom', {})
  // @ts-expect-error the id is missing
  await client.GET('/containers/{id}/json', {})
  // @ts-expect-error a number where the body has a text
  await client.POST('/containers/create', { body: { Image: 1 } })
})
