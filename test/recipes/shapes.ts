// An Engine in this process whose JSON the test chooses: every request gets its correct response, except one that is replaced.
// It uses a custom stream instead of a socket, so that thousands of cases take seconds.

import { Duplex } from 'node:stream'
import { connect, type Engine } from '../../src/index.ts'

/** A response as a test describes it: a status, fields, and a body as the text to send. */
export interface ShapedResponse {
  status?: number
  fields?: string
  body: string
}

/** The correct response to a request, by method and path without the version and the query. */
export type Right = (method: string, path: string, count: number) => ShapedResponse | { hijacked: string }

/** An engine whose requests get the responses of `right`; `replace` may return another one, once. */
export function shapedEngine(
  right: Right,
  replace: (operation: string, response: ShapedResponse) => ShapedResponse | undefined,
): Engine {
  const counts = new Map<string, number>()
  let replaced = false
  const dial = (): Duplex => {
    let received = ''
    const stream = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        received += chunk.toString('latin1')
        for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
          const head = received.slice(0, end)
          const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
          const chunked = /^transfer-encoding: chunked$/im.test(head)
          const rest = received.slice(end + 4)
          const bodyEnd = chunked ? rest.indexOf('0\r\n\r\n') + 5 : length
          if (chunked ? bodyEnd < 5 : rest.length < bodyEnd) break
          received = rest.slice(bodyEnd)
          respond(stream, head)
        }
        done()
      },
    })
    return stream
  }
  const respond = (stream: Duplex, head: string): void => {
    const [, method = '', target = ''] = /^(\S+) (\S+) /.exec(head) ?? []
    const path = target.replace(/^\/v[\d.]+/, '').replace(/\?.*$/s, '')
    const operation = `${method} ${path}`
    const count = counts.get(operation) ?? 0
    counts.set(operation, count + 1)
    const response = right(method, path, count)
    if ('hijacked' in response) {
      const fields = 'Content-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp'
      stream.push(`HTTP/1.1 101 UPGRADED\r\n${fields}\r\n\r\n${response.hijacked}`, 'latin1')
      stream.push(null)
      return
    }
    const other = replaced ? undefined : replace(operation, response)
    replaced ||= other !== undefined
    const { status = 200, fields = 'Content-Type: application/json\r\n', body } = other ?? response
    const bytes = Buffer.from(body)
    const size = status === 204 || status === 304 ? '' : `Content-Length: ${bytes.length}\r\n`
    stream.push(`HTTP/1.1 ${status} Some\r\n${fields}${size}\r\n`)
    if (bytes.length > 0 && size !== '' && method !== 'HEAD') stream.push(bytes)
  }
  return connect({ dial, apiVersion: '1.41' })
}

/** Every change of one place in a JSON value: missing, null, and each other type. */
export function* mutations(value: unknown): Generator<{ where: string; value: unknown }> {
  for (const other of OTHERS) yield { where: '', value: other }
  yield* within(value, '', (changed) => changed)
}

const OTHERS: readonly unknown[] = [
  null,
  {},
  [],
  [[]],
  'text',
  '',
  '0',
  0,
  7,
  -1.5,
  true,
  false,
  [null],
  { a: { b: [] } },
]

function* within(
  value: unknown,
  where: string,
  rebuild: (changed: unknown) => unknown,
): Generator<{ where: string; value: unknown }> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  for (const [key, part] of Object.entries(value)) {
    const here = where === '' ? key : `${where}.${key}`
    const { [key]: _, ...without } = value as Record<string, unknown>
    yield { where: `${here} missing`, value: rebuild(without) }
    for (const other of OTHERS)
      yield { where: `${here}: ${JSON.stringify(other)}`, value: rebuild({ ...value, [key]: other }) }
    yield* within(part, here, (changed) => rebuild({ ...value, [key]: changed }))
  }
}
