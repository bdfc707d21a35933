// GET and HEAD /_ping, GET /version, GET /info (Engine API: SystemPing, SystemVersion, SystemInfo).

import assert from 'node:assert/strict'
import test from 'node:test'
import type { OpenLab } from './lab.ts'

export function systemTests(open: OpenLab): void {
  test('a ping answers OK, and its head tells the API version', async (t) => {
    const { engine } = open(t)
    assert.equal(await engine.get('/_ping'), 'OK')
    const head = await engine.head('/_ping')
    assert.equal(head.status, 200)
    assert.match(head.get('api-version') ?? '', /^1\.\d+$/)
    assert.equal(head.get('ostype'), 'linux')
    assert.ok(engine.apiVersion)
  })

  test('the version is told, and the one spoken is within its range', async (t) => {
    const { engine } = open(t)
    const version = await engine.get('/version')
    assert.equal(version.Os, 'linux')
    const minor = (text: unknown) => Number(String(text).split('.')[1])
    const spoken = minor(engine.apiVersion)
    assert.ok(spoken <= minor(version.ApiVersion) && spoken >= minor(version.MinAPIVersion), engine.apiVersion)
    const head = await engine.head('/_ping')
    assert.equal(head.get('api-version'), version.ApiVersion)
  })

  test('info counts the containers', async (t) => {
    const lab = open(t)
    const before = await lab.engine.get('/info')
    await lab.create('tick')
    await lab.launch('tick')
    const after = await lab.engine.get('/info')
    assert.equal(after.Containers, before.Containers + 2)
    assert.equal(after.ContainersRunning, before.ContainersRunning + 1)
    assert.equal(after.ContainersStopped, before.ContainersStopped + 1)
  })
}
