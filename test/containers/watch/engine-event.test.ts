// engineEvent(): the forms of Docker before and after API 1.52, of API 1.21, and of Podman, as they were received.

import assert from 'node:assert/strict'
import test from 'node:test'
import { type EngineEvent, engineEvent } from '../../../src/containers/watch/engine-event.ts'

const time = { scope: 'local', time: 1_796_007_582, timeNano: 1_796_007_582_042_950_100 }
const attributes = { image: 'busybox:latest', name: 'pr' }

function form(message: object): Partial<EngineEvent> {
  const { attributes: _, scope: __, time: ___, ...rest } = engineEvent({ ...time, ...message } as never)
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
}

const start = { type: 'container', action: 'start', id: 'abc', name: 'pr' }

test('Docker 20.10, and Docker since API 1.52 without the old fields: the same event', () => {
  const actor = { Type: 'container', Action: 'start', Actor: { ID: 'abc', Attributes: attributes } }
  assert.deepEqual(form({ status: 'start', id: 'abc', from: 'busybox:latest', ...actor }), start)
  assert.deepEqual(form(actor), start)
  assert.equal(Math.floor(engineEvent({ ...time, ...actor } as never).time * 10), 17_960_075_820_429)
  assert.equal(engineEvent({ time: 7, ...actor } as never).time, 7000)
})

test('API 1.21: the old fields alone', () => {
  const { name: _, ...nameless } = start
  assert.deepEqual(form({ status: 'start', id: 'abc', from: 'busybox:latest' }), nameless)
  assert.deepEqual(form({ status: 'pull', id: 'busybox' }), { type: 'image', action: 'pull', id: 'busybox' })
  assert.deepEqual(engineEvent({ status: 'start', id: 'a', from: 'b' } as never).attributes, { image: 'b' })
})

test('a health check: the action is one word, the health is apart', () => {
  const health = (Action: string, more: object = {}, attributes = {}) =>
    form({ Type: 'container', Action, Actor: { ID: 'a', Attributes: attributes }, ...more }).health
  assert.equal(health('health_status: healthy'), 'healthy')
  assert.equal(health('health_status: unhealthy'), 'unhealthy')
  assert.equal(health('health_status', { HealthStatus: 'starting' }), 'starting')
  assert.equal(health('health_status', {}, { health_status: 'healthy' }), 'healthy')
  assert.equal(health('health_status: dancing'), undefined)
  assert.equal(health('start', {}, { health_status: 'healthy' }), undefined)
  assert.equal(form({ Type: 'container', Action: 'health_status: healthy' }).action, 'health_status')
})

test('an exec: the command is apart, colons and all', () => {
  const exec = form({ Type: 'container', Action: 'exec_create: sh -c echo a: b ', Actor: { ID: 'a', Attributes: {} } })
  assert.deepEqual(exec, { type: 'container', action: 'exec_create', detail: 'sh -c echo a: b', id: 'a' })
  const died = form({ Type: 'container', Action: 'exec_die', Actor: { ID: 'a', Attributes: { exitCode: '7' } } })
  assert.equal(died.exitCode, 7)
})

test('an exit code only where something ended', () => {
  const code = (Action: string, exitCode: string) =>
    form({ Type: 'container', Action, Actor: { ID: 'a', Attributes: { exitCode } } }).exitCode
  assert.equal(code('die', '137'), 137)
  assert.equal(code('die', 'many'), undefined)
  assert.equal(code('start', '0'), undefined)
})

test('Podman: its words are Docker’s, and a volume has its name as its id', () => {
  const podman = { containerExitCode: '0', image: '', podId: '' }
  const removed = (Type: string, ID: string, name: string) =>
    form({ status: 'remove', Type, Action: 'remove', Actor: { ID, Attributes: { ...podman, name } } })
  assert.deepEqual(removed('container', 'abc', 'pr'), { type: 'container', action: 'destroy', id: 'abc', name: 'pr' })
  assert.deepEqual(removed('volume', '', 'v1'), { type: 'volume', action: 'destroy', id: 'v1', name: 'v1' })
  assert.deepEqual(removed('image', 'i', 'x'), { type: 'image', action: 'delete', id: 'i', name: 'x' })
  assert.equal(removed('service', 's', 'x').action, 'remove')
})

test('an event with nothing in it has every field', () => {
  assert.deepEqual(engineEvent({} as never), {
    type: 'image',
    action: '',
    detail: undefined,
    id: '',
    name: undefined,
    health: undefined,
    exitCode: undefined,
    attributes: {},
    scope: 'local',
    time: 0,
  })
})
