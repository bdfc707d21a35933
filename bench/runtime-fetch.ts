// The fetch that a runtime has of its own for a unix socket: Bun's `fetch({ unix })`, and Deno's fetch with a client of its own. Node's
// has none.

type Fetch = (url: string) => Promise<Response>

interface Runtimes {
  Bun?: unknown
  Deno?: { createHttpClient(options: { proxy: { transport: 'unix'; path: string } }): object }
}

export function runtimeFetch(path: string): Fetch {
  const { Bun, Deno } = globalThis as Runtimes
  if (Bun !== undefined) return (url) => fetch(url, { unix: path } as RequestInit)
  if (Deno === undefined) throw new Error('this runtime has no fetch for a unix socket')
  const client = Deno.createHttpClient({ proxy: { transport: 'unix', path } })
  return (url) => fetch(url, { client } as RequestInit)
}
