// Whole responses for an exchange: its handler's events, and whether the connection is reusable afterwards.
// An upgrade is allowed; the data of one body are one event.

import { MAX_INTERIM } from '../../../src/wire/exchange.ts'

export const LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
export const CHUNKS = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n'
export const CLOSE = 'HTTP/1.1 200 OK\r\n\r\nhello'
export const UPGRADE = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nhello'

export interface ResponseVector {
  readonly what: string
  readonly method?: string
  readonly text: string
  /** `head <status> <framing>`, `data`, `end`. */
  readonly events: readonly string[]
  readonly body?: string
  readonly complete: boolean
  readonly reusable: boolean
}

export const responses: readonly ResponseVector[] = [
  {
    what: 'a length',
    text: LENGTH,
    events: ['head 200 5', 'data', 'end'],
    body: 'hello',
    complete: true,
    reusable: true,
  },
  {
    what: 'chunks',
    text: CHUNKS,
    events: ['head 200 -1', 'data', 'end'],
    body: 'hello',
    complete: true,
    reusable: true,
  },
  {
    what: 'until close',
    text: CLOSE,
    events: ['head 200 -2', 'data'],
    body: 'hello',
    complete: false,
    reusable: false,
  },
  { what: 'a tunnel', text: UPGRADE, events: ['head 101 -3', 'data'], body: 'hello', complete: false, reusable: false },
  {
    what: 'a tunnel that a proxy gave a length',
    text: UPGRADE.replace('tcp', 'tcp\r\nContent-Length: 0'),
    events: ['head 101 -3', 'data'],
    body: 'hello',
    complete: false,
    reusable: false,
  },
  {
    what: 'no body: length 0',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    events: ['head 200 0', 'end'],
    complete: true,
    reusable: true,
  },
  {
    what: 'no body: HEAD',
    method: 'HEAD',
    text: 'HTTP/1.1 404 Not Found\r\nContent-Length: 69\r\n\r\n',
    events: ['head 404 0', 'end'],
    complete: true,
    reusable: true,
  },
  {
    what: 'no body: 204',
    text: 'HTTP/1.1 204 No Content\r\n\r\n',
    events: ['head 204 0', 'end'],
    complete: true,
    reusable: true,
  },
  {
    what: 'no body: 304',
    text: 'HTTP/1.1 304 Not Modified\r\n\r\n',
    events: ['head 304 0', 'end'],
    complete: true,
    reusable: true,
  },
  {
    what: 'CONNECT',
    method: 'CONNECT',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nhello',
    events: ['head 200 -3', 'data'],
    body: 'hello',
    complete: false,
    reusable: false,
  },
  {
    what: 'interim responses first',
    text: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${LENGTH}`,
    events: ['head 200 5', 'data', 'end'],
    body: 'hello',
    complete: true,
    reusable: true,
  },
  {
    what: 'interim responses up to the limit',
    text: 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(MAX_INTERIM) + CHUNKS,
    events: ['head 200 -1', 'data', 'end'],
    body: 'hello',
    complete: true,
    reusable: true,
  },
  {
    what: 'Connection: close',
    text: 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhe',
    events: ['head 200 2', 'data', 'end'],
    body: 'he',
    complete: true,
    reusable: false,
  },
  {
    what: 'HTTP/1.0',
    text: 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhe',
    events: ['head 200 2', 'data', 'end'],
    body: 'he',
    complete: true,
    reusable: false,
  },
  {
    what: 'HTTP/1.0 keep-alive',
    text: 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhe',
    events: ['head 200 2', 'data', 'end'],
    body: 'he',
    complete: true,
    reusable: true,
  },
  {
    what: 'chunked and a length',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n0\r\n\r\n',
    events: ['head 200 -1', 'data', 'end'],
    body: 'he',
    complete: true,
    reusable: false,
  },
]

