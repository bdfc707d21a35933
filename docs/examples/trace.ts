// A byte-exact wire trace of any client: a proxy between two unix sockets.
//   node trace.js /tmp/trace.sock /var/run/docker.sock ./traces
//   DOCKER_HOST=unix:///tmp/trace.sock node your-program.js
// traces/n.req and traces/n.res have the bytes of the nth connection.

import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import path from 'node:path'

const [listen, target, folder = '.'] = process.argv.slice(2)
if (listen === undefined || target === undefined) {
  console.error('usage: trace <socket to listen on> <socket of the Engine> [folder]')
  process.exit(2)
}
mkdirSync(folder, { recursive: true })

let connections = 0
// Half-open: an attach still reads after the end of its stdin.
const server = createServer({ allowHalfOpen: true }, (client) => {
  const name = path.join(folder, String(++connections))
  const engine = connect({ path: target, allowHalfOpen: true })
  for (const [from, to, file] of [
    [client, engine, `${name}.req`],
    [engine, client, `${name}.res`],
  ] as const) {
    from.pipe(to)
    from.pipe(createWriteStream(file))
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroySoon())
  }
})
server.listen(listen, () => console.log(`${listen} → ${target}, traces in ${folder}`))

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(name, () => {
    rmSync(listen, { force: true })
    process.exit()
  })
}
