// GET and HEAD /_ping, GET /version, GET /info (Engine API: SystemPing, SystemVersion, SystemInfo).

import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually } from '../support/eventually.ts'
import type { OpenLab } from './lab.ts'

export function systemTests(open: OpenLab): void {
  test('a ping responds OK, with the API version in its head', async (t) => {
    const { engine } = open(t)
    assert.equal(await engine.get('/_ping'), 'OK')
    const head = await engine.head('/_ping')
    assert.equal(head.status, 200)
    assert.match(head.get('api-version') ?? '', /^1\.\d+$/)
    assert.equal(head.get('ostype'), 'linux')
    assert.ok(engine.apiVersion)
  })

  test("the Engine reports its API versions, and the connection's version is within their range", async (t) => {
    const { engine } = open(t)
    const version = await engine.get('/version')
    assert.equal(version.Os, 'linux')
    const minor = (text: unknown) => Number(String(text).split('.')[1])
    const used = minor(engine.apiVersion)
    assert.ok(used <= minor(version.ApiVersion) && used >= minor(version.MinAPIVersion), engine.apiVersion)
    const head = await engine.head('/_ping')
    assert.equal(head.get('api-version'), version.ApiVersion)
  })

  test('info counts the containers', async (t) => {
    const lab = open(t)
    const created = await lab.create('tick')
    const running = await lab.launch('tick')
    const list = async () => {
      const all = await lab.engine.get('/containers/json', { query: { all: true } })
      return new Map(all.map(({ Id, State }) => [Id, State]))
    }
    // Other test files use the same Engine. So the counts are compared with a list of all containers that is the same before and after.
    await eventually(async () => {
      const before = await list()
      const info = await lab.engine.get('/info')
      const after = await list()
      assert.deepEqual(before, after)
      assert.deepEqual([after.get(created), after.get(running)], ['created', 'running'])
      const states = [...after.values()]
      const count = (wanted: string) => states.filter((state) => state === wanted).length
      assert.equal(info.Containers, states.length)
      assert.equal(info.ContainersRunning, count('running'))
      assert.equal(info.ContainersPaused, count('paused'))
      assert.equal(info.ContainersStopped, states.length - count('running') - count('paused'))
    })
  })
}
