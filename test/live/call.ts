// One request to an Engine through node:http, for the harness only: what prepares the tests must not depend on the client under test.
// Responses are small JSON documents, so the whole body is returned as text.

import http from 'node:http'

/** The status (100 to 599) and the whole body of a response. */
export interface Answer {
  status: number
  text: string
}

/** node:http's options for `host`: `unix:///path`, `tcp://name:port` or `http://name:port`. */
function address(host: string): { socketPath: string } | { host: string; port: number } {
  const url = new URL(host)
  if (url.protocol === 'unix:') return { socketPath: decodeURIComponent(url.pathname) }
  if (url.protocol === 'tcp:' || url.protocol === 'http:') {
    return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 2375) }
  }
  throw new Error(`the tests reach an Engine over unix:// or tcp://, not ${url.protocol}//`)
}

/** Sends one request on its own connection. Rejects if the connection fails or is idle for 30 s. */
export function call(
  host: string,
  method: string,
  path: string,
  body?: Uint8Array,
  type = 'application/json',
  more: Record<string, string> = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const headers = { ...more, ...(body && { 'Content-Type': type, 'Content-Length': body.length }) }
    const request = http.request(
      { ...address(host), method, path, headers, agent: false, timeout: 30_000 },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
      },
    )
    request.on('timeout', () => request.destroy(new Error(`${method} ${path}: nothing for 30 s`)))
    request.on('error', reject)
    request.end(body)
  })
}

/** As {@link call}, with a JSON body and a JSON response. Rejects for a status of 400 or more. */
export async function callJson<T>(host: string, method: string, path: string, body?: unknown): Promise<T> {
  const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
  const { status, text } = await call(host, method, path, bytes)
  if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500).trim()}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}
