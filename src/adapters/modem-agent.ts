// An agent of node:http as a way to dial. A plain http.Agent says nothing that fairlead does not do itself (only its
// maxSockets counts); one that connects in its own way, over ssh, a proxy or with TLS options of its own, is asked to.
// Node fact: agent.createConnection(options, callback) returns the stream, or calls back with it, or rejects.

import http from 'node:http'
import type { Duplex } from 'node:stream'
import type { Endpoint } from '../endpoint/parse.ts'
import type { TlsOptions } from '../endpoint/tls.ts'
import { FairleadError } from '../error.ts'
import type { DialFunction } from '../net/dial-custom.ts'

type Dialled = (error: Error | null, stream?: Duplex) => void

/** What agents have, as far as it is used; `connect` is agent-base's. */
interface DiallingAgent {
  options?: object
  createConnection?(options: object, callback: Dialled): Duplex | Promise<Duplex> | undefined
  connect?(request: object, options: object): Duplex | Promise<Duplex | DiallingAgent>
}

/** Whether the agent has a way to connect of its own. */
export function dialsItself(agent: http.Agent): boolean {
  const { connect, createConnection } = agent as unknown as DiallingAgent
  const plain = (http.Agent.prototype as unknown as DiallingAgent).createConnection
  return typeof connect === 'function' || (typeof createConnection === 'function' && createConnection !== plain)
}

/** Dials through the agent, to where it would be sent by node:http. */
export function dialThrough(agent: http.Agent, endpoint: Endpoint, tls: TlsOptions | undefined): DialFunction {
  const where =
    endpoint.kind === 'unix' || endpoint.kind === 'npipe'
      ? { path: endpoint.path, socketPath: endpoint.path }
      : endpoint.kind === 'custom'
        ? {}
        : { host: endpoint.host, hostname: endpoint.host, port: endpoint.port, servername: endpoint.host }
  const how = { ...where, ...tls, secureEndpoint: tls !== undefined, protocol: tls === undefined ? 'http:' : 'https:' }
  return () => dial(agent as unknown as DiallingAgent, how)
}

async function dial(agent: DiallingAgent, how: object): Promise<Duplex> {
  const options = { ...how, ...agent.options }
  if (typeof agent.connect === 'function') {
    const given = await agent.connect(new http.OutgoingMessage(), options)
    return 'write' in given ? given : dial(given, how)
  }
  return new Promise((resolve, reject) => {
    const onDialled: Dialled = (error, stream) => {
      if (error) reject(error)
      else if (stream !== undefined) resolve(stream)
      else reject(new FairleadError('ERR_OPTION', "the agent's createConnection gave no stream"))
    }
    const given = agent.createConnection?.(options, onDialled)
    if (given !== undefined) Promise.resolve(given).then(resolve, reject)
  })
}
