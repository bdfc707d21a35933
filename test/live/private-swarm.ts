// A swarm of private Engines: each in its own namespaces, joined by a bridge in those of the first one, which is the only manager.
// A node can be cut off from the others, and its daemon frozen; it is reached by its own socket all the time.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { callJson } from './call.ts'
import { onPath, type PrivateEngine, searchPath } from './private-daemon.ts'
import { privateEngineObstacle, startPrivateEngine } from './private-engine.ts'
import { daemonIn } from './restarting-daemon.ts'

/** A node of a {@link PrivateSwarm}. */
export interface SwarmNode {
  /** `unix://…` of its own Engine. */
  readonly host: string
  /** Its id in the swarm. */
  readonly id: string
  /** Its name in the swarm. */
  readonly name: string
  /** Takes the node's link down. Not for the manager. */
  cut(): void
  /** Takes the link up again. */
  mend(): void
  /** Stops, or continues, the daemon's process, not its containers. */
  freeze(): void
  thaw(): void
}

/** A running swarm. The first node is the manager. */
export interface PrivateSwarm {
  readonly nodes: readonly SwarmNode[]
  stop(): Promise<void>
}

/** Why no private swarm can be started here, or undefined if it can be tried. */
export function privateSwarmObstacle(): string | undefined {
  const missing = ['ip', 'nsenter', 'hostname'].find((program) => !onPath(program))
  return privateEngineObstacle() ?? (missing === undefined ? undefined : `no ${missing} on PATH`)
}

/** Starts a swarm of `count` nodes, named node-1 and so on. */
export async function startPrivateSwarm(count: number): Promise<PrivateSwarm> {
  const started = await Promise.allSettled(
    Array.from({ length: count }, (_, at) => startPrivateEngine('', `node-${at + 1}`)),
  )
  const engines = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const stop = async (): Promise<void> => void (await Promise.all(engines.map((engine) => engine.stop())))
  try {
    for (const one of started) if (one.status === 'rejected') throw one.reason
    const spaces = engines.map(({ pid }) => namespaceOf(pid))
    link(spaces)
    const nodes: SwarmNode[] = []
    let token: string | undefined
    for (const [at, engine] of engines.entries()) {
      const address = addressOf(at)
      const ListenAddr = `${address}:2377`
      if (token === undefined) {
        await callJson(engine.host, 'POST', '/swarm/init', { ListenAddr, AdvertiseAddr: address })
        const swarm = await callJson<{ JoinTokens: { Worker: string } }>(engine.host, 'GET', '/swarm')
        token = swarm.JoinTokens.Worker
      } else {
        const RemoteAddrs = [`${addressOf(0)}:2377`]
        const joining = { ListenAddr, AdvertiseAddr: address, RemoteAddrs, JoinToken: token }
        await callJson(engine.host, 'POST', '/swarm/join', joining)
      }
      nodes.push(await nodeOf(engine, spaces[0]!, at))
    }
    return { nodes, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const addressOf = (at: number): string => `10.99.0.${at + 1}`

/** The process that has the namespaces of an Engine: its supervisor's grandchild. */
function namespaceOf(supervisor: number): number {
  const childOf = (pid: number): number => {
    const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ')
    if (!first) throw new Error(`process ${pid} has no child: expected a private Engine's supervisor`)
    return Number(first)
  }
  return childOf(childOf(supervisor))
}

function ip(space: number, ...words: string[]): void {
  const environment = { ...process.env, PATH: searchPath }
  execFileSync('nsenter', ['-t', String(space), '-n', 'ip', ...words], { env: environment, stdio: 'pipe' })
}

/** A bridge in the first one's network, and a cable to it from each of the others. */
function link(spaces: readonly number[]): void {
  const [hub, ...others] = spaces as [number, ...number[]]
  ip(hub, 'link', 'add', 'hub', 'type', 'bridge')
  ip(hub, 'link', 'set', 'hub', 'up')
  ip(hub, 'addr', 'add', `${addressOf(0)}/24`, 'dev', 'hub')
  for (const [at, space] of others.entries()) {
    const port = `port${at + 1}`
    ip(hub, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(space))
    ip(hub, 'link', 'set', port, 'master', 'hub', 'up')
    ip(space, 'addr', 'add', `${addressOf(at + 1)}/24`, 'dev', 'eth0')
    ip(space, 'link', 'set', 'eth0', 'up')
  }
}

async function nodeOf({ host, folder }: PrivateEngine, hub: number, at: number): Promise<SwarmNode> {
  const info = await callJson<{ Name: string; Swarm: { NodeID: string } }>(host, 'GET', '/info')
  const daemon = daemonIn(folder)
  return {
    host,
    id: info.Swarm.NodeID,
    name: info.Name,
    cut: () => ip(hub, 'link', 'set', `port${at}`, 'down'),
    mend: () => ip(hub, 'link', 'set', `port${at}`, 'up'),
    freeze: () => process.kill(daemon, 'SIGSTOP'),
    thaw: () => process.kill(daemon, 'SIGCONT'),
  }
}
