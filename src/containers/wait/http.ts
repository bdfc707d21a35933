// http(): the container's web server responds with a status that counts. It is asked over the published port, since an image need not
// have a program that could ask from inside. Node's own client sends the request: it is not an Engine that responds.

import { ANY, BOOLEAN, checkOptions, type Kinds, OBJECT, TEXT } from '../../check.ts'
import { FairleadError } from '../../error.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import type { Condition, Watched } from './condition.ts'
import { checkPort } from './port.ts'
import { type ProbeResult, probeWhileRunning, reasonOf } from './probing.ts'
import { type Address, addressOf, publishedPorts } from './published.ts'

/** Options of {@link http}. */
export interface HttpOptions {
  /** The port inside the container. Default: the only one that is published. */
  port?: number | undefined
  /** The status that counts, or several. Default: every 2xx. */
  status?: number | readonly number[] | undefined
  /** Default: 'GET'. */
  method?: string | undefined
  /** The request's header fields. Default: none but Host. */
  headers?: Readonly<Record<string, string>> | undefined
  /** Use HTTPS, with any certificate. Default: false. */
  tls?: boolean | undefined
  /** The host to dial. Default: the address that the port is published on; the Engine's host, if that is every address. */
  host?: string | undefined
}

const HTTP: Kinds<HttpOptions> = { port: ANY, status: ANY, method: TEXT, headers: OBJECT, tls: BOOLEAN, host: TEXT }

/** How long one response may take, in ms. */
export const RESPONSE_MS = 5_000

/**
 * Met when a request to a published port of the container gets a response with a status that counts. Redirects are not followed.
 * Fails when the container ends, and when the port is not published.
 * @param path the request's target: `/`, `/health?full=1`
 * @throws FairleadError ERR_OPTION.
 */
export function http(path: string, options: HttpOptions = {}): Condition {
  checkOptions('http()', options, HTTP)
  const { status, host } = options
  if (typeof path !== 'string' || !/^\/[!-~]*$/.test(path))
    throw new FairleadError('ERR_OPTION', "http(): expected a path that begins with '/', percent-encoded")
  if (options.port !== undefined) checkPort('http(): port', options.port)
  const wanted = status === undefined ? undefined : [status].flat()
  if (wanted?.some((one) => !(Number.isInteger(one) && one >= 100 && one < 600)))
    throw new FairleadError('ERR_OPTION', 'http(): status: expected whole numbers from 100 to 599')
  const counts = (received: number) => wanted?.includes(received) ?? (received >= 200 && received < 300)
  return {
    text: `http(${JSON.stringify(path)}${wanted === undefined ? '' : `, status ${wanted.join(' or ')}`})`,
    begin(container, verdict) {
      probeWhileRunning(container, verdict, async () => {
        const port = options.port ?? onlyPort(container)
        if (typeof port !== 'number') return port
        const address = addressOf(container.engine, container.state, port, host)
        if ('missing' in address) return { failed: address.missing }
        const received = await statusOf(address, path, options, container.signal)
        return counts(received) ? { met: true } : { seen: `status ${received}` }
      })
    },
  }
}

function onlyPort({ state }: Watched): number | ProbeResult {
  const ports = publishedPorts(state)
  if (ports.length === 1) return ports[0]!
  const which = ports.length === 0 ? 'no port is published' : `ports ${ports.join(', ')} are published`
  return { failed: `${which}: say which one with { port }` }
}

/** The status of one response. Rejects with the socket's error. */
function statusOf({ host, port }: Address, path: string, options: HttpOptions, signal: AbortSignal): Promise<number> {
  const { method = 'GET', headers = {}, tls = false } = options
  return new Promise((resolve, reject) => {
    const { request } = tls ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http')
    const sent = request({ host, port, path, method, headers, agent: false, rejectUnauthorized: false, signal })
    const timer = setTimeout(() => sent.destroy(new Error(`no response within ${RESPONSE_MS} ms`)), RESPONSE_MS)
    sent.on('response', (response) => {
      clearTimeout(timer)
      resolve(response.statusCode ?? 0)
      response.destroy()
    })
    sent.on('error', (error) => {
      clearTimeout(timer)
      reject(new Error(`${host}:${port}: ${reasonOf(error)}`))
    })
    sent.end()
  })
}
