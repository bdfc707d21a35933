// What must not compile, a mistake each, with the compiler's number for it: misuses.test.ts takes the marks away and holds the
// compiler to exactly these. Never run.

import type { Engine } from '../../src/index.ts'
import { connect, exec, logs, run } from '../../src/index.ts'

const id = 'web'
const path = { id }

export async function paths(engine: Engine): Promise<void> {
  // @ts-expect-error 2345: a path that does not exist
  await engine.get('/container/json')
  // @ts-expect-error 2345: a version in the path
  await engine.get('/v1.41/info')
  // @ts-expect-error 2345: a slash too many
  await engine.get('/info/')
  // @ts-expect-error 2345: an id in place of its parameter
  await engine.get(`/containers/${id}/json`)
  // @ts-expect-error 2345: a query in the path
  await engine.get('/containers/json?all=1')
  // @ts-expect-error 2345: any text as a path
  await engine.get(id)
  // @ts-expect-error 2345: a parameter under another name
  await engine.get('/containers/{name}/json', { path: { name: id } })
  // @ts-expect-error 2345: a path of Podman's own, which is untyped
  await engine.get('/libpod/info')
}

export async function methods(engine: Engine): Promise<void> {
  // @ts-expect-error 2345: GET of what is POSTed
  await engine.get('/containers/{id}/start', { path })
  // @ts-expect-error 2345: POST of what is asked with GET
  await engine.post('/containers/json')
  // @ts-expect-error 2345: DELETE of what cannot be deleted
  await engine.delete('/info', {})
  // @ts-expect-error 2345: PUT of what is POSTed
  await engine.put('/containers/create', { body: {} })
  // @ts-expect-error 2345: HEAD of what has none
  await engine.head('/containers/{id}/json', { path })
  // @ts-expect-error 2345: a method in small letters
  await engine.request('get', '/info')
  // @ts-expect-error 2345: a method that the Engine does not have
  await engine.request('PATCH', '/info')
  // @ts-expect-error 2345: a method that this path does not have
  await engine.request('DELETE', '/containers/json', {})
}

export async function parameters(engine: Engine): Promise<void> {
  // @ts-expect-error 2345: no id at all
  await engine.get('/containers/{id}/json')
  // @ts-expect-error 2741: options without the id
  await engine.get('/containers/{id}/json', {})
  // @ts-expect-error 2741: a path option without the id
  await engine.get('/containers/{id}/json', { path: {} })
  // @ts-expect-error 2322: an id that is undefined
  await engine.get('/containers/{id}/json', { path: { id: undefined } })
  // @ts-expect-error 2322: a number as an id
  await engine.get('/containers/{id}/json', { path: { id: 7 } })
  // @ts-expect-error 2561: a misspelt parameter
  await engine.get('/containers/{id}/json', { path: { Id: id } })
  // @ts-expect-error 2353: a parameter too many
  await engine.get('/containers/{id}/json', { path: { id, name: id } })
  // @ts-expect-error 2353: a parameter where there is none
  await engine.get('/info', { path: { id } })
  // @ts-expect-error 2353: an image's name as an id
  await engine.get('/images/{name}/json', { path: { id } })
}

export async function queries(engine: Engine): Promise<void> {
  // @ts-expect-error 2353: a misspelt key
  await engine.get('/containers/json', { query: { al: true } })
  // @ts-expect-error 2322: text where a boolean is
  await engine.get('/containers/json', { query: { all: 'yes' } })
  // @ts-expect-error 2322: null where a boolean is
  await engine.get('/containers/json', { query: { all: null } })
  // @ts-expect-error 2322: text where a number is
  await engine.post('/containers/{id}/resize', { path, query: { h: '24', w: 80 } })
  // @ts-expect-error 2741: a required key is missing
  await engine.post('/containers/{id}/resize', { path, query: { h: 24 } })
  // @ts-expect-error 2741: a required query is missing
  await engine.post('/containers/{id}/rename', { path })
  // @ts-expect-error 2353: a query where there is none
  await engine.get('/info', { query: { all: true } })
  // @ts-expect-error 2353: a key of another operation
  await engine.get('/images/json', { query: { size: true } })
  // @ts-expect-error 2322: a value that does not exist
  await engine.post('/containers/{id}/wait', { path, query: { condition: 'stopped' } })
  // @ts-expect-error 2322: a tail as text
  await engine.request('GET', '/containers/{id}/logs', { path, query: { stdout: true, tail: 'ten' } })
  // @ts-expect-error 2561: another word for stdout, which is offered
  await engine.request('GET', '/containers/{id}/logs', { path, query: { stdOut: true } })
}

export async function filters(engine: Engine): Promise<void> {
  // @ts-expect-error 2353: a filter that does not exist
  await engine.get('/containers/json', { query: { filters: { colour: ['red'] } } })
  // @ts-expect-error 2322: one value without a list
  await engine.get('/containers/json', { query: { filters: { label: 'app=web' } } })
  // @ts-expect-error 2322: numbers in the list
  await engine.get('/containers/json', { query: { filters: { exited: [0] } } })
  // @ts-expect-error 2322: a state that does not exist
  await engine.get('/containers/json', { query: { filters: { status: ['stopped'] } } })
  // @ts-expect-error 2559: filters that are JSON already
  await engine.get('/containers/json', { query: { filters: '{"label":["app=web"]}' } })
  // @ts-expect-error 2353: a filter of images on volumes
  await engine.get('/volumes', { query: { filters: { reference: ['a'] } } })
}

export async function bodies(engine: Engine): Promise<void> {
  // @ts-expect-error 2741: no body
  await engine.post('/containers/create', { query: { name: 'web' } })
  // @ts-expect-error 2561: a misspelt field
  await engine.post('/containers/create', { body: { image: 'busybox' } })
  // @ts-expect-error 2561: a misspelt field within a field
  await engine.post('/containers/create', { body: { Image: 'a', HostConfig: { autoRemove: true } } })
  // @ts-expect-error 2322: text where a list is
  await engine.post('/containers/create', { body: { Image: 'a', Cmd: 'sh -c date' } })
  // @ts-expect-error 2322: a value that does not exist
  await engine.post('/containers/create', { body: { HostConfig: { RestartPolicy: { Name: 'often' } } } })
  // @ts-expect-error 2353: a body where there is none
  await engine.post('/containers/{id}/start', { path, body: {} })
  // @ts-expect-error 2353: a body with GET
  await engine.get('/info', { body: {} })
  // @ts-expect-error 2741: a body without what it needs
  await engine.post('/networks/create', { body: {} })
  // @ts-expect-error 2353: an object where an archive is
  await engine.put('/containers/{id}/archive', { path, query: { path: '/' }, body: { a: 1 } })
  // @ts-expect-error 2353: a length of a body that is JSON
  await engine.post('/volumes/create', { body: {}, bodyLength: 2 })
}

export async function options(engine: Engine): Promise<void> {
  // @ts-expect-error 2561: a misspelt option
  await engine.get('/info', { timeout: { head: 1 } })
  // @ts-expect-error 2561: a misspelt limit
  await engine.get('/info', { timeouts: { heads: 1 } })
  // @ts-expect-error 2353: dockerode's name of the signal
  await engine.get('/info', { abortSignal: new AbortController().signal })
  // @ts-expect-error 2740: a controller where its signal is wanted
  await engine.get('/info', { signal: new AbortController() })
  // @ts-expect-error 2322: a number as a version
  await engine.get('/info', { requires: 1.41 })
  // @ts-expect-error 2322: a number as a header's value
  await engine.get('/info', { headers: { 'X-Tag': 1 } })
  // @ts-expect-error 2741: a push without a word on credentials
  await engine.request('POST', '/images/{name}/push', { path: { name: 'a' } })
  // @ts-expect-error 2353: credentials where none are read
  await engine.get('/info', { auth: {} })
  // @ts-expect-error 2353: a misspelt credential
  await engine.request('POST', '/images/create', { auth: { user: 'me' } })
  // @ts-expect-error 2353: an option that connect() does not have
  connect({ socketPath: '/var/run/docker.sock' })
}

export async function readings(engine: Engine): Promise<void> {
  const log = await engine.request('GET', '/containers/{id}/logs', { path, query: { stdout: true } })
  // @ts-expect-error 2339: a log as JSON
  await log.json()
  // @ts-expect-error 2339: records of a log
  log.records()
  const events = await engine.request('GET', '/events')
  // @ts-expect-error 2339: frames of events
  events.frames()
  // @ts-expect-error 2339: events as one JSON value
  await events.json()
  for await (const event of events.records()) {
    // @ts-expect-error 2551: a misspelt field of an event
    console.log(event.action)
  }
  const archive = await engine.request('GET', '/containers/{id}/export', { path })
  // @ts-expect-error 2339: an archive as lines
  archive.lines()
  // @ts-expect-error 2339: an archive as text
  await archive.text()
  const info = await engine.request('GET', '/info')
  // @ts-expect-error 2339: records of one value
  info.records()
  // @ts-expect-error 2339: what JSON cannot be piped as
  await info.pipe({ stdout: process.stdout })
  const started = await engine.request('POST', '/containers/{id}/start', { path })
  // @ts-expect-error 2339: JSON of a response without a body
  await started.json()
}

export async function kinds(engine: Engine): Promise<void> {
  // @ts-expect-error 2345: a log as a value
  await engine.get('/containers/{id}/logs', { path })
  // @ts-expect-error 2345: events as a value
  await engine.get('/events')
  // @ts-expect-error 2345: an archive as a value
  await engine.get('/images/{name}/get', { path: { name: 'a' } })
  // @ts-expect-error 2345: a build as a value
  await engine.post('/build')
  // @ts-expect-error 2345: a pull as a value
  await engine.post('/images/create', { query: { fromImage: 'a' } })
  // @ts-expect-error 2345: attach through post
  await engine.post('/containers/{id}/attach', { path })
  // @ts-expect-error 2345: attach through request
  await engine.request('POST', '/containers/{id}/attach', { path })
  // @ts-expect-error 2345: an exec's start through post
  await engine.post('/exec/{id}/start', { path, body: {} })
  // @ts-expect-error 2345: a session through post
  await engine.post('/session')
  // @ts-expect-error 2345: a websocket through get
  await engine.get('/containers/{id}/attach/ws', { path })
  // @ts-expect-error 2345: a log through tunnel
  await engine.tunnel('/containers/{id}/logs', { path })
  // @ts-expect-error 2345: a session through tunnel
  await engine.tunnel('/session', {})
  // @ts-expect-error 2353: a body on attach, which would be typed into the container
  await engine.tunnel('/containers/{id}/attach', { path, body: {} })
  // @ts-expect-error 2561: a misspelt option of a tunnel
  await engine.tunnel('/containers/{id}/attach', { path, Tty: true })
  // @ts-expect-error 2345: a session without its protocol
  await engine.upgrade('/session')
  // @ts-expect-error 2322: a session in another protocol
  await engine.upgrade('/session', { protocol: 'tcp' })
}

export async function answers(engine: Engine): Promise<void> {
  const container = await engine.get('/containers/{id}/json', { path })
  // @ts-expect-error 2551: a misspelt field
  console.log(container.id)
  // @ts-expect-error 2322: a response used as another type
  const count: number = container.State.Status
  const [first] = await engine.get('/containers/json')
  // @ts-expect-error 18048: the first of a list that may be empty
  console.log(first.Id, count)
  const nothing = await engine.post('/containers/{id}/start', { path })
  // @ts-expect-error 18048: a field of nothing
  console.log(nothing.Id)
  const { Mounts } = container.HostConfig
  // @ts-expect-error 18048: a field that may be left out
  console.log(Mounts.length)
  // @ts-expect-error 2558: a type argument for the response
  await engine.get<{ Id: string }[], string>('/containers/json')
}

export async function recipes(engine: Engine): Promise<void> {
  // @ts-expect-error 2561: a misspelt option of logs()
  logs(engine, id, { folow: true })
  // @ts-expect-error 2345: a command that is text
  await exec(engine, id, 'ls -l')
  // @ts-expect-error 2353: a misspelt field of what is run
  await run(engine, { Image: 'a', Command: ['date'] })
  // @ts-expect-error 2741: nothing to run
  await run(engine, {})
}
