// The ssh agents of a build: RUN --mount=type=ssh. One call for each connection that a step opens to its agent socket.
// A step may list keys and have something signed. All else is refused here, as in Docker's own clients: a Dockerfile must not add
// keys to an agent, or lock it. Requests are passed on one at a time, so that a refusal keeps its place among the answers.

import type { Duplex } from 'node:stream'
import { FairleadError } from '../../error.ts'
import type { Handler } from '../grpc/server.ts'
import type { ServerCall } from '../grpc/server-call.ts'
import { CODE, GrpcStatus } from '../grpc/status.ts'
import { BytesMessage, CheckAgentRequest, CheckAgentResponse } from '../proto/messages.ts'
import { decode } from '../proto/protobuf.ts'
import { AGENT_FAILURE, AgentFrames, isAllowed } from './agent-frames.ts'

/** An ssh agent: the path of its socket, or a function that opens a connection to it. */
export type SshAgent = string | (() => Duplex | Promise<Duplex>)

/** Agents by the id that the Dockerfile uses; `true`: the agent of SSH_AUTH_SOCK as 'default'. */
export type SshAgents = true | Readonly<Record<string, SshAgent>>

/** @throws FairleadError ERR_OPTION when SSH_AUTH_SOCK is needed and not set, or an agent is of another kind. */
export function sshAgents(given: SshAgents): Readonly<Record<string, SshAgent>> {
  if (given === true) {
    const socket = process.env.SSH_AUTH_SOCK
    if (!socket)
      throw new FairleadError('ERR_OPTION', 'ssh: SSH_AUTH_SOCK is not set: start an agent, or name its socket')
    return { default: socket }
  }
  for (const [id, agent] of Object.entries(given)) {
    if ((typeof agent === 'string' && agent !== '') || typeof agent === 'function') continue
    throw new FairleadError('ERR_OPTION', `ssh: expected ${JSON.stringify(id)} to be a socket's path or a function`)
  }
  return given
}

/** The methods of the ssh service. */
export function sshService(agents: Readonly<Record<string, SshAgent>>): ReadonlyMap<string, Handler> {
  const find = (id: string): SshAgent => {
    const name = id === '' ? 'default' : id
    if (Object.hasOwn(agents, name)) return agents[name]!
    throw new GrpcStatus(CODE.notFound, `unset ssh forward key ${name.slice(0, 200)}`)
  }
  const check: Handler = async (call) => {
    find((await call.request(CheckAgentRequest)).id)
    await call.write(CheckAgentResponse, {})
  }
  const forward: Handler = async (call) => {
    const id = call.metadata.get('buildkit.ssh.id')?.[0] ?? ''
    const connection = await open(id, find(id))
    call.onClose(() => connection.destroy())
    try {
      await relay(call, connection)
    } finally {
      connection.destroy()
    }
  }
  return new Map([
    ['/moby.sshforward.v1.SSH/CheckAgent', check],
    ['/moby.sshforward.v1.SSH/ForwardAgent', forward],
  ])
}

async function open(id: string, agent: SshAgent): Promise<Duplex> {
  try {
    if (typeof agent === 'function') return await agent()
    const socket = process.getBuiltinModule('node:net').connect(agent)
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return socket
  } catch (cause) {
    const name = JSON.stringify(id === '' ? 'default' : id.slice(0, 200))
    throw new FairleadError('ERR_BUILD_SERVICE', `the ssh agent ${name} cannot be reached`, { blame: 'caller', cause })
  }
}

async function relay(call: ServerCall, connection: Duplex): Promise<void> {
  const requests = new AgentFrames((message) => new FairleadError('ERR_BUILD_SESSION', message))
  const agent = new Agent(connection)
  for (;;) {
    const bytes = await call.read()
    if (bytes === undefined) return
    requests.push(decode(BytesMessage, bytes).data)
    for (let frame = requests.shift(); frame !== undefined; frame = requests.shift()) {
      const data = isAllowed(frame) ? await agent.ask(frame) : AGENT_FAILURE
      // The agent has closed the connection: so does this side.
      if (data === undefined) return
      await call.write(BytesMessage, { data })
    }
  }
}

/** A connection to an agent: one answer for one request. */
class Agent {
  readonly #connection: Duplex
  readonly #answers = new AgentFrames(agentError)
  #ended = false
  #wake: (() => void) | undefined

  constructor(connection: Duplex) {
    this.#connection = connection
    connection.on('data', (bytes: Uint8Array) => {
      this.#answers.push(bytes)
      this.#notify()
    })
    const end = (): void => {
      this.#ended = true
      this.#notify()
    }
    // An error is followed by 'close'.
    connection.on('error', end).on('end', end).on('close', end)
  }

  /** Resolves with the answer, or with undefined when the agent has closed the connection. */
  async ask(request: Buffer): Promise<Buffer | undefined> {
    this.#connection.write(request)
    for (;;) {
      const answer = this.#answers.shift()
      if (answer !== undefined || this.#ended) return answer
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  #notify(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}

function agentError(message: string): FairleadError {
  return new FairleadError('ERR_BUILD_SERVICE', message, { blame: 'caller' })
}
