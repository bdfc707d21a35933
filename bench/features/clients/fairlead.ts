// fairlead, as its README says.
import { connect, type Engine, events, exec, logs, pull } from 'fairlead'
import type { Ask, Jobs } from '../scenario.ts'
import { auth, config, outputs } from './shared.ts'

const open = ({ socketPath }: Ask): Engine => connect({ host: `unix://${socketPath}` })

const followed = (engine: Engine, { id }: Ask, signal?: AbortSignal) =>
  engine.request('GET', '/containers/{id}/logs', {
    path: { id },
    query: { follow: true, stdout: true, stderr: true },
    signal,
  })

const attached = (engine: Engine, { id }: Ask, stdin: boolean, signal?: AbortSignal) =>
  engine.tunnel('/containers/{id}/attach', {
    path: { id },
    query: { stream: true, stdin, stdout: true, stderr: true },
    signal,
  })

export const jobs: Jobs = {
  log: async (ask, saw) => (await followed(open(ask), ask)).pipe(outputs(saw)),
  lines: async (ask, saw) => {
    for await (const line of logs(open(ask), ask.id, { follow: true })) saw.lines.push(line.text)
  },
  attach: async (ask, saw) => (await attached(open(ask), ask, false)).pipe(outputs(saw)),
  talk: async (ask, saw) => {
    const tunnel = await attached(open(ask), ask, true)
    await tunnel.write(ask.stdin)
    await tunnel.pipe(outputs(saw))
  },
  exec: async (ask, saw) => {
    await exec(open(ask), ask.id, ['sort'], { ...(ask.stdin !== '' && { stdin: ask.stdin }), ...outputs(saw) })
  },
  pull: async (ask) => {
    await pull(open(ask), ask.id, { auth }).done()
  },
  events: async (ask, saw) => {
    for await (const event of events(open(ask))) saw.values.push(event.Actor?.Attributes?.name)
  },
  start: async (ask) => {
    await open(ask).post('/containers/{id}/start', { path: { id: ask.id } })
  },
  inspect: async (ask, saw) => {
    saw.values.push(await open(ask).get('/containers/{id}/json', { path: { id: ask.id } }))
  },
  'list twice': async (ask, saw) => {
    const engine = open(ask)
    for (let i = 0; i < 2; i++) saw.values.push(await engine.get('/containers/json'))
  },
  create: async (ask) => {
    await open(ask).post('/containers/create', { query: { name: 'job' }, body: config })
  },
  'abort log': async (ask, saw) => {
    const leave = new AbortController()
    const response = await followed(open(ask), ask, leave.signal)
    await response.pipe(outputs(saw, () => leave.abort()))
  },
  'abort attach': async (ask, saw) => {
    const leave = new AbortController()
    const tunnel = await attached(open(ask), ask, false, leave.signal)
    await tunnel.pipe(outputs(saw, () => leave.abort()))
  },
}
