// Which of the clients that are Node libraries can be measured on a runtime.

/** undici 8 says so of itself. */
const UNDICI_8 = [22, 19] as const
const RUNTIME_FETCH = "the runtime's fetch"

/** `v24.1.0` or `24.1.0`, of Node; undefined for another runtime. Why the client cannot be measured on it; undefined if it can. */
export function lackingOn(node: string | undefined, client: string): string | undefined {
  if (client === RUNTIME_FETCH) return node === undefined ? undefined : 'Node has none for unix sockets'
  if (!client.startsWith('undici 8')) return undefined
  if (node === undefined) return 'it is measured on Node'
  const [major = 0, minor = 0] = node.replace('v', '').split('.').map(Number)
  const isThere = major > UNDICI_8[0] || (major === UNDICI_8[0] && minor >= UNDICI_8[1])
  return isThere ? undefined : `it needs Node ${UNDICI_8.join('.')}, this is ${node}`
}

/** The clients that this Node can run, and a line for each of the others but the runtimes' own. */
export function runnable(clients: readonly string[]): { can: string[]; skipped: string[] } {
  const why = (client: string) => lackingOn(process.versions.node, client)
  const cannot = clients.filter((client) => why(client) !== undefined)
  return {
    can: clients.filter((client) => !cannot.includes(client)),
    skipped: cannot.filter((client) => client !== RUNTIME_FETCH).map((client) => `${client}: ${why(client)}`),
  }
}
