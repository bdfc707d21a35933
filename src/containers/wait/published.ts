// Where a container's port can be reached from this process: the address it is published on.
// Nothing is resolved or dialled here.

import type { Engine } from '../../engine/engine.ts'
import type { Snapshot } from './snapshot.ts'

/** An address to dial. */
export interface Address {
  host: string
  port: number
}

/**
 * The address of a published TCP port, or the reason why there is none.
 * @param host given by the caller instead of the Engine's own
 */
export function addressOf(
  engine: Engine,
  state: Snapshot,
  port: number,
  host: string | undefined,
): Address | { missing: string } {
  const engineHost = host ?? hostOf(engine.endpoint)
  if (state.hostNetwork) return { host: engineHost ?? 'localhost', port }
  const published = state.ports.get(`${port}/tcp`)?.[0]
  if (published === undefined) return { missing: `port ${port} is not published` }
  const { address } = published
  if (host !== undefined) return { host, port: published.port }
  // A remote Engine's own loopback cannot be reached; its address is the better guess.
  if (engineHost !== undefined) return { host: isOwn(address) ? engineHost : address, port: published.port }
  return {
    host: address === '' || address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address,
    port: published.port,
  }
}

/** The TCP ports that are published, lowest first. */
export function publishedPorts(state: Snapshot): number[] {
  const names = [...state.ports].filter(([name, { length }]) => name.endsWith('/tcp') && length > 0)
  return names.map(([name]) => Number.parseInt(name, 10)).sort((a, b) => a - b)
}

/** All addresses, or the loopback. */
function isOwn(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::' || address === '::1' || address.startsWith('127.')
}

/** The host of an endpoint; undefined for this machine's own. */
function hostOf(endpoint: string): string | undefined {
  const [, host] =
    /^(?:tcp|ssh):\/\/(?:\[([^\]]+)\]|([^:/]+))/.exec(endpoint)?.filter((part) => part !== undefined) ?? []
  return host
}
