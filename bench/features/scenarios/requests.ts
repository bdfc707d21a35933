// Requests and their answers: what is sent, what is made of an answer, and connections that are kept.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Call, CHUNKED, chunk, head, json, LAST_CHUNK } from '../engine.ts'
import { PASSWORD, SECRET } from '../given.ts'
import type { Saw, Scenario } from '../scenario.ts'

const isStart = ({ path }: Call) => path.endsWith('/start')
const missing = 'No such container: nope'
const pulling = ({ method, path }: { method: string; path: string }) => method === 'POST' && path === '/images/create'

const targets = (heard: readonly { method: string; target: string }[]) =>
  heard.length === 0 ? 'nothing was sent' : heard.map(({ method, target }) => `\`${method} ${target}\``).join(', ')

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
    question: 'A start is answered 304, since the container runs already: is that no error?',
    why: 'The API document has 304 among the answers of success: the container is in the state that was asked for.',
    wire: '`304 Not Modified`, no body',
    test: 'test/engine/requests.test.ts',
    job: 'start',
    async serve(call) {
      if (!isStart(call)) return false
      await call.send(head('304 Not Modified'))
      return true
    },
    judge: (saw) => ({ right: saw.end === 'done' }),
  },
  {
    name: 'A refusal',
    quick: true,
    question: 'A start is answered 404: an error with the daemon’s words (and, of a library, the status)?',
    why: 'Otherwise the caller goes on with a container that is not there.',
    wire: `\`404 Not Found\`, \`{"message":"${missing}"}\``,
    test: 'test/engine/refusal.test.ts',
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
    name: 'An answer cut short',
    question: 'An inspect’s answer ends after 20 of its 200 bytes: is that told?',
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
    question:
      'The second of two lists is sent on a connection that the other side gives up just then: is it asked again?',
    why: 'RFC 9112, 9.3.1: a client may send a GET again when a kept connection closes without an answer; every server that closes idle connections needs it.',
    wire: 'the first list answered, the connection kept; at the second request on it, the end of the connection',
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
    row: 'The API version is agreed on',
    quick: true,
    question: 'An Engine whose newest version is 1.41: is it spoken to in that version?',
    why: 'A newer one is refused with 400. Paths without a version are not: the Engine reads them as its own newest, so they work, and answers change with the Engine; the API document says that such paths will go. dockerode takes a version as an option.',
    wire: '`Api-Version: 1.41` with every answer',
    test: 'test/engine/negotiation.test.ts',
    job: 'start',
    apiVersion: '1.41',
    async serve(call) {
      if (!isStart(call)) return false
      await call.send(head('204 No Content', [], '1.41'))
      return true
    },
    judge: (_saw, { heard }) => ({
      right: heard.some(({ target }) => target.startsWith('/v1.41/containers/')),
      saw: targets(heard.filter(({ path }) => path.endsWith('/start'))),
    }),
  },
  {
    name: 'An empty id',
    question: 'Inspect of the container `""`: an error, and nothing is sent?',
    why: 'The Engine answers `/containers//json` with 301 to `/containers/json`, which is another question.',
    wire: '`301 Moved Permanently`, `Location: /containers/json`; that path lists a container',
    test: 'test/engine/url.test.ts',
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
    judge: (saw, { heard }) => ({
      right: saw.end === 'error' && heard.length === 0,
      saw: `${targets(heard)}${outcome(saw)}`,
    }),
  },
  {
    name: 'An id with a path in it',
    row: 'An id cannot reach another path',
    question: 'Inspect of the container `../version?`: does no other path get asked?',
    why: 'RFC 3986, 3.3: what is one segment must be encoded as one. Ids come from users and from other systems.',
    wire: 'a path with a dot segment gets what the Engine answers, 301 to the path without; `/version` gets its answer',
    test: 'test/engine/url.test.ts',
    job: 'inspect',
    id: '../version?',
    linger: 3000,
    async serve(call) {
      if (!call.path.includes('/../')) return false
      await call.send(head('301 Moved Permanently', ['Location: /version?/json', 'Content-Length: 0']))
      return true
    },
    judge: (saw, { heard }) => ({
      right: heard.every(({ path }) => /^\/containers\/[^/]+\/json$/.test(path)),
      saw: `${targets(heard)}${outcome(saw)}`,
    }),
  },
  {
    name: 'Secrets of a container',
    question: `A container is created with \`PASSWORD=${SECRET}\` in its environment: is that in the body alone?`,
    why: 'URLs are what logs keep and what proxies limit; create reads its configuration from the body.',
    wire: '`201 Created`, `{"Id":"c1","Warnings":[]}`',
    test: 'test/engine/requests.test.ts',
    job: 'create',
    async serve(call) {
      if (call.path !== '/containers/create') return false
      await call.send(json('201 Created', { Id: 'c1', Warnings: [] }))
      return true
    },
    judge: (_saw, { heard }) => {
      const sent = heard.filter(({ path }) => path === '/containers/create')
      const clean = sent.every(({ target, body }) => !target.includes(SECRET) && body.includes(SECRET))
      return { right: sent.length > 0 && clean, saw: targets(sent) }
    },
  },
  {
    name: 'Credentials for a registry',
    question: 'A pull with a name and a password: does the Engine read them?',
    why: 'The Engine decodes X-Registry-Auth as base64 for URLs with padding, and ignores what it cannot decode: the pull is anonymous then.',
    wire: 'the header as the Engine reads it; a pull that succeeds',
    test: 'test/engine/registry-auth.test.ts',
    job: 'pull',
    id: 'registry.example/web',
    async serve(call) {
      if (!pulling(call)) return false
      const records = '{"status":"Status: Image is up to date"}\r\n'
      await call.send(head('200 OK', ['Content-Type: application/json', CHUNKED]), chunk(records), LAST_CHUNK)
      return true
    },
    judge: (_saw, { heard }) => {
      const header = heard.find(pulling)?.headers['x-registry-auth']
      const right = (credentialsOf(header) as { password?: string } | undefined)?.password === PASSWORD
      const shape =
        header === undefined ? 'there was no X-Registry-Auth' : `X-Registry-Auth of ${header.length} characters`
      return { right, saw: `${shape}${right ? ', which says them' : ', which the Engine cannot read'}` }
    },
  },
]
