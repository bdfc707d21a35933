// Dialling through an agent of node:http. A plain http.Agent is ignored except for maxSockets. An agent that opens its own
// connections (over ssh, a proxy, with its own TLS options) dials for fairlead.
// Node fact: agent.createConnection(options, callback) returns the stream, or calls back with it, or rejects.

import http from 'node:http'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { socketName } from '../../endpoint/dialable.ts'
import type { Endpoint } from '../../endpoint/parse.ts'
import type { TlsOptions } from '../../endpoint/tls.ts'
import { FairleadError } from '../../error.ts'
import { CONNECT_MS } from '../../net/pool.ts'
import type { DialFunction } from '../../net/socket/dial-custom.ts'

type Dialled = (error: Error | null, stream?: Duplex) => void

/** The parts of an agent that are used here. `connect` is agent-base's. */
interface DiallingAgent {
  options?: object
  createConnection?(options: object, callback: Dialled): Duplex | Promise<Duplex> | undefined
  connect?(request: object, options: object): Duplex | Promise<Duplex | DiallingAgent>
}

/** Whether the agent opens connections itself: a `connect`, or a `createConnection` other than http.Agent's. */
export function dialsItself(agent: http.Agent): boolean {
  const { connect, createConnection } = agent as unknown as DiallingAgent
  const inherited = (http.Agent.prototype as unknown as DiallingAgent).createConnection
  return typeof connect === 'function' || (typeof createConnection === 'function' && createConnection !== inherited)
}

/**
 * A dial function that connects through the agent, with the options that node:http would pass to it.
 * @param limit ms that the dial may take. Node's default is 250 ms per address of a host, one address after the other.
 */
export function dialThrough(
  agent: http.Agent,
  endpoint: Endpoint,
  tls: TlsOptions | undefined,
  limit: number,
): DialFunction {
  // A host with two addresses gets half the limit for each.
  const share = { autoSelectFamilyAttemptTimeout: Math.max(10, Math.floor((limit || CONNECT_MS) / 2)) }
  const address =
    endpoint.kind === 'unix' || endpoint.kind === 'npipe'
      ? { path: socketName(endpoint.path), socketPath: socketName(endpoint.path) }
      : endpoint.kind === 'custom'
        ? {}
        : { host: endpoint.host, hostname: endpoint.host, port: endpoint.port, ...serverName(endpoint.host), ...share }
  const target = {
    ...address,
    ...tls,
    secureEndpoint: tls !== undefined,
    protocol: tls === undefined ? 'http:' : 'https:',
  }
  return () => dial(agent as unknown as DiallingAgent, target)
}

/** An IP address is no server name (RFC 6066 §3), and Node 26 rejects it as one. */
function serverName(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {}
}

async function dial(agent: DiallingAgent, target: object): Promise<Duplex> {
  const options = { ...target, ...agent.options }
  if (typeof agent.connect === 'function') {
    const result = await agent.connect(new http.OutgoingMessage(), options)
    return 'write' in result ? result : dial(result, target)
  }
  return new Promise((resolve, reject) => {
    const onDialled: Dialled = (error, stream) => {
      if (error) reject(error)
      else if (stream !== undefined) resolve(stream)
      else reject(new FairleadError('ERR_OPTION', "the agent's createConnection gave no stream: expected a Duplex"))
    }
    const result = agent.createConnection?.(options, onDialled)
    if (result !== undefined) Promise.resolve(result).then(resolve, reject)
  })
}
