// What Node's own HTTP client makes of the bytes of a response, and what fairlead's exchange makes of them, each as a verdict that can be
// compared: the error, or the status, the fields and the body. The client is fed by a stream in memory.

import http from 'node:http'
import { Duplex } from 'node:stream'
import { FairleadError } from '../../src/error.ts'
import type { Head } from '../../src/wire/head.ts'
import { opened } from '../support/exchange.ts'
import { bytesOf } from '../support/feed.ts'

/** What a parser says of a response that ends with its connection. */
export interface Opinion {
  /** 'accepts', or the error's code. */
  verdict: string
  status?: number
  /** As received: names and values. */
  fields?: string
  body?: string
  /** Bytes behind the response; only fairlead's has them. */
  rest?: number
}

/** Node's, of its client for `method`. */
export function nodeOpinion(text: string, method = 'GET'): Promise<Opinion> {
  return new Promise((resolve) => {
    let socket: Duplex
    const opinion: Opinion = { verdict: 'accepts' }
    const settle = (verdict: string): void => {
      opinion.verdict = verdict
      request.destroy()
      resolve(opinion)
    }
    const request = http.request({
      method,
      headers: { Connection: 'Upgrade', Upgrade: 'tcp' },
      createConnection: () => {
        let sent = false
        socket = new Duplex({
          read() {},
          write(_chunk, _encoding, done) {
            done()
            if (sent) return
            sent = true
            socket.push(Buffer.from(text, 'latin1'))
            socket.push(null)
          },
        })
        return Object.assign(socket, { setNoDelay: () => socket, setKeepAlive: () => socket, ref() {}, unref() {} })
      },
    })
    const take = ({ statusCode = 0, rawHeaders }: http.IncomingMessage): void => {
      opinion.status = statusCode
      opinion.fields = JSON.stringify(rawHeaders)
      opinion.body = ''
    }
    request.on('response', (response) => {
      take(response)
      response.on('data', (bytes: Buffer) => {
        opinion.body += bytes.toString('latin1')
      })
      response.on('end', () => settle('accepts'))
      response.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message))
    })
    const onOpen = (response: http.IncomingMessage, stream: Duplex, head: Buffer): void => {
      take(response)
      opinion.body = head.toString('latin1')
      stream.on('data', (bytes: Buffer) => {
        opinion.body += bytes.toString('latin1')
      })
      stream.on('end', () => settle('accepts'))
    }
    request.on('upgrade', onOpen)
    request.on('connect', onOpen)
    request.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message))
    request.end()
  })
}

/** fairlead's, of the same. */
export function ownOpinion(text: string, method = 'GET'): Opinion {
  const { listener, exchange } = opened(method, { upgrade: true })
  const opinion: Opinion = { verdict: 'accepts' }
  const onHead = listener.onHead.bind(listener)
  listener.onHead = (head: Head, framing: number): boolean => {
    opinion.status = head.status
    opinion.fields = JSON.stringify([...head].flat())
    opinion.body = ''
    return onHead(head, framing)
  }
  const bytes = bytesOf(text)
  try {
    for (let at = 0; at < bytes.length; ) {
      const next = exchange.push(bytes, at, bytes.length)
      if (next === at) {
        opinion.rest = bytes.length - at
        break
      }
      at = next
    }
    exchange.end()
  } catch (error) {
    if (!(error instanceof FairleadError)) throw error
    opinion.verdict = error.code
  }
  if (opinion.status !== undefined) opinion.body = listener.text
  return opinion
}

/** How two opinions differ; undefined where they agree: both refuse, or both accept and give the same. */
export function difference(own: Opinion, node: Opinion): string | undefined {
  if (own.verdict !== 'accepts' && node.verdict !== 'accepts') return undefined
  if (own.verdict !== 'accepts') return `fairlead refuses (${own.verdict})`
  if (node.verdict !== 'accepts') return `Node refuses (${node.verdict})`
  if (own.status !== node.status) return `statuses ${own.status} and ${node.status}`
  if (own.body !== node.body) return 'another body'
  if (own.fields !== node.fields) return 'other fields'
  return undefined
}
