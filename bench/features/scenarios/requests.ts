// Requests and their answers: what is sent, what is made of an answer, and connections that are kept.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Call, CHUNKED, chunk, head, json, LAST_CHUNK } from '../engine.ts'
import { PASSWORD, SECRET } from '../fixtures.ts'
import type { Saw, Scenario } from '../scenario.ts'

const isStart = ({ path }: Call) => path.endsWith('/start')
const missing = 'No such container: nope'
const pulling = ({ method, path }: { method: string; path: string }) => method === 'POST' && path === '/images/create'

const targets = (received: readonly { method: string; target: string }[]) =>
  received.length === 0
    ? 'nothing was sent'
    : received.map(({ method, target }) => `\`${method} ${target}\``).join(', ')

/** As the Engine reads X-Registry-Auth: base64 for URLs, padded; anything else is ignored. */
function credentialsOf(header: string | undefined): unknown {
  if (header === undefined || !/^[\w-]+={0,2}$/.test(header) || header.length % 4 !== 0) return undefined
  return JSON.parse(Buffer.from(header, 'base64url').toString()) as unknown
}

function outcome({ values, words }: Saw): string {
  const value = values.length === 0 ? '' : `, and the value was ${JSON.stringify(values[0])}`
  return `${value}${words === '' ? '' : `; ${words}`}`
}

const ended = (saw: Saw) => (saw.end === 'error' ? `an error: ${saw.words}` : 'a success')

export const requests: readonly Scenario[] = [
  {
    name: 'Already started',
    question: 'The response to a start is 304, since the container already runs: is that a success?',
    why: 'The API document lists 304 among the success responses: the container is in the requested state.',
    wire: '`304 Not Modified`, no body',
    test: 'test/engine/request/requests.test.ts',
    job: 'start',
    async serve(call) {
      if (!isStart(call)) return false
      await call.send(head('304 Not Modified'))
      return true
    },
    judge: (saw) => ({ right: saw.end === 'done' }),
  },
  {
    name: 'An error response',
    quick: true,
    question:
      'The response to a start is 404: is that an error with the daemon’s message (and, in a library, the status)?',
    why: 'Otherwise the caller continues with a container that does not exist.',
    wire: `\`404 Not Found\`, \`{"message":"${missing}"}\``,
    test: 'test/engine/response/error-response.test.ts',
    job: 'start',
    id: 'nope',
    async serve(call) {
      if (!isStart(call)) return false
      await call.send(json('404 Not Found', { message: missing }))
      return true
    },
    judge: (saw, _witness, client) => ({
      right: saw.end === 'error' && saw.words.includes(missing) && (saw.status === 404 || client === 'docker CLI'),
    }),
  },
  {
    name: 'A response cut short',
    question: 'An inspect’s response ends after 20 of its 200 bytes: is that an error?',
    why: 'RFC 9112, 8: a body shorter than its Content-Length is incomplete.',
    wire: '`Content-Length: 200`; `{"Id":"web","Name":"`; end of the connection',
    test: 'test/engine/cuts.test.ts',
    job: 'inspect',
    async serve(call) {
      if (!call.path.endsWith('/json') || call.method !== 'GET') return false
      await call.send(head('200 OK', ['Content-Type: application/json', 'Content-Length: 200']), '{"Id":"web","Name":"')
      await sleep(50)
      call.cut()
      return true
    },
    judge: (saw) => ({ right: saw.end === 'error' }),
  },
  {
    name: 'A kept connection that has ended',
    question: 'The second of two lists is sent on a connection that the peer is just closing: is it sent again?',
    why: 'RFC 9112, 9.3.1: a client may repeat a GET when a kept connection closes without a response. With servers that close idle connections, it must.',
    wire: 'a response to the first list, the connection kept; at the second request on it, the end of the connection',
    test: 'test/net/stale.test.ts',
    job: 'list twice',
    async serve(call) {
      if (call.path !== '/containers/json') return false
      if (call.before === 0) await call.send(json('200 OK', []))
      else call.cut()
      return true
    },
    judge: (saw) => ({ right: saw.end === 'done', saw: ended(saw) }),
  },
  {
    name: 'An older Engine',
    row: 'The API version is negotiated',
    quick: true,
    question: 'An Engine’s newest version is 1.41: does the client use that version?',
    why: 'A newer version is refused (status 400). A path without a version means the Engine’s newest, so it works, but responses change with the Engine. The API document says that such paths will be removed. dockerode has an option for the version.',
    wire: '`Api-Version: 1.41` with every response',
    test: 'test/engine/request/negotiation.test.ts',
    job: 'start',
    apiVersion: '1.41',
    async serve(call) {
      if (!isStart(call)) return false
      await call.send(head('204 No Content', [], '1.41'))
      return true
    },
    judge: (_saw, { received }) => ({
      right: received.some(({ target }) => target.startsWith('/v1.41/containers/')),
      saw: targets(received.filter(({ path }) => path.endsWith('/start'))),
    }),
  },
  {
    name: 'An empty id',
    question: 'Inspect of the container `""`: is it an error, and is nothing sent?',
    why: 'The Engine redirects `/containers//json` with 301 to `/containers/json`, which is a different request.',
    wire: '`301 Moved Permanently`, `Location: /containers/json`; that path lists a container',
    test: 'test/engine/request/url.test.ts',
    job: 'inspect',
    id: '',
    linger: 3000,
    async serve(call) {
      if (call.path === '/containers//json')
        await call.send(head('301 Moved Permanently', ['Location: /containers/json', 'Content-Length: 0']))
      else if (call.path === '/containers/json') await call.send(json('200 OK', [{ Id: 'another' }]))
      else return false
      return true
    },
    judge: (saw, { received }) => ({
      right: saw.end === 'error' && received.length === 0,
      saw: `${targets(received)}${outcome(saw)}`,
    }),
  },
  {
    name: 'An id with a path in it',
    row: 'An id cannot reach another path',
    question: 'Inspect of the container `../version?`: is no other path requested?',
    why: 'RFC 3986, 3.3: a value that is one segment must be encoded as one. Ids come from users and from other systems.',
    wire: 'a path with a dot segment gets the Engine’s response, a 301 to the path without it; `/version` gets its response',
    test: 'test/engine/request/url.test.ts',
    job: 'inspect',
    id: '../version?',
    linger: 3000,
    async serve(call) {
      if (!call.path.includes('/../')) return false
      await call.send(head('301 Moved Permanently', ['Location: /version?/json', 'Content-Length: 0']))
      return true
    },
    judge: (saw, { received }) => ({
      right: received.every(({ path }) => /^\/containers\/[^/]+\/json$/.test(path)),
      saw: `${targets(received)}${outcome(saw)}`,
    }),
  },
  {
    name: 'Secrets of a container',
    question: `A container is created with \`PASSWORD=${SECRET}\` in its environment: is that only in the body?`,
    why: 'Logs keep URLs, and proxies limit them; a create reads its configuration from the body.',
    wire: '`201 Created`, `{"Id":"c1","Warnings":[]}`',
    test: 'test/engine/request/requests.test.ts',
    job: 'create',
    async serve(call) {
      if (call.path !== '/containers/create') return false
      await call.send(json('201 Created', { Id: 'c1', Warnings: [] }))
      return true
    },
    judge: (_saw, { received }) => {
      const sent = received.filter(({ path }) => path === '/containers/create')
      const clean = sent.every(({ target, body }) => !target.includes(SECRET) && body.includes(SECRET))
      return { right: sent.length > 0 && clean, saw: targets(sent) }
    },
  },
  {
    name: 'Credentials for a registry',
    question: 'A pull with a user name and a password: does the Engine receive them?',
    why: 'The Engine decodes X-Registry-Auth as base64 for URLs with padding, and ignores a value that it cannot decode: then the pull is anonymous.',
    wire: 'the header as the Engine decodes it; a pull that succeeds',
    test: 'test/engine/request/registry-auth.test.ts',
    job: 'pull',
    id: 'registry.example/web',
    async serve(call) {
      if (!pulling(call)) return false
      const records = '{"status":"Status: Image is up to date"}\r\n'
      await call.send(head('200 OK', ['Content-Type: application/json', CHUNKED]), chunk(records), LAST_CHUNK)
      return true
    },
    judge: (_saw, { received }) => {
      const header = received.find(pulling)?.headers['x-registry-auth']
      const right = (credentialsOf(header) as { password?: string } | undefined)?.password === PASSWORD
      const shape =
        header === undefined ? 'there was no X-Registry-Auth' : `X-Registry-Auth of ${header.length} characters`
      return { right, saw: `${shape}${right ? ', which says them' : ', which the Engine cannot read'}` }
    },
  },
]
