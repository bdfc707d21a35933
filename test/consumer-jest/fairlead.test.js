// What Jest loads of the package, without any configuration: its loader knows CommonJS alone. Run by test/consumers.ts.

/* global beforeAll, afterAll, test, expect */
const { connect, logs, FairleadError, EngineError } = require('fairlead')
const { EmbeddedEngine } = require('fairlead/testing')
const Modem = require('fairlead/modem')

let server
let engine
beforeAll(async () => {
  server = await EmbeddedEngine.start()
  server.image('talker', async ({ stdout }) => {
    await stdout.write('hello\n')
  })
  engine = connect(server.host)
})
afterAll(async () => {
  await engine.close()
  await server.close()
})

test('a followed log', async () => {
  const { Id } = await engine.post('/containers/create', { body: { Image: 'talker' } })
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  const lines = []
  for await (const { text } of logs(engine, Id)) lines.push(text)
  expect(lines).toEqual(['hello'])
})
test('errors', async () => {
  const error = await engine.get('/containers/{id}/json', { path: { id: 'none' } }).catch((e) => e)
  expect(error).toBeInstanceOf(EngineError)
  expect(error).toBeInstanceOf(FairleadError)
  expect(error.status).toBe(404)
})
test('modem', (done) => {
  const modem = new Modem({ socketPath: server.host.slice(7) })
  modem.dial({ path: '/_ping', method: 'GET', statusCodes: { 200: true } }, (error, answer) => {
    expect(String(answer)).toBe('OK')
    done(error)
  })
})
test.each(['wire', 'stream', 'node', 'web', 'fetch', 'versions'])('%s', (n) => {
  expect(Object.keys(require(`fairlead/${n}`)).length).toBeGreaterThan(0)
})
