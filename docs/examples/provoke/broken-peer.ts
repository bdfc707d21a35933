// Errors that are the peer's or the network's: a server of this process sends what an Engine never should, byte by byte.

import { createServer, type Socket } from 'node:net'
import { type ConnectOptions, connect, type Engine, events, exec, logs, startExec } from 'fairlead'
import { buildImage } from 'fairlead/buildkit'
import { createFetch } from 'fairlead/fetch'

/** What the server does with a request, by its first line; text is sent and the connection ended. */
type Reply = string | ((socket: Socket, request: string) => void)

/** Calls an engine whose peer replies so. */
async function withPeer(reply: Reply, call: (engine: Engine) => Promise<unknown>, options: ConnectOptions = {}) {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      const request = bytes.toString('latin1')
      if (!/^[A-Z]+ \//.test(request)) return
      if (typeof reply === 'string') socket.end(reply, 'latin1')
      else reply(socket, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const engine = connect({ host: `tcp://127.0.0.1:${port}`, apiVersion: '1.41', ...options })
  try {
    return await call(engine)
  } finally {
    await engine.close()
    server.close()
  }
}

const info = (engine: Engine) => engine.get('/info')
const drain = async (iterable: AsyncIterable<unknown>) => {
  for await (const _ of iterable);
}
const log = (engine: Engine) => drain(logs(engine, 'web', { tty: false }))
const watch = (engine: Engine) => drain(events(engine))

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`
const json = (value: unknown, status = '200 OK') => {
  const text = JSON.stringify(value)
  return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`
}
const UPGRADED = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'

/** An Engine's exec, whose process is in the given state when its stream has ended. */
const execPeer =
  (state: object): Reply =>
  (socket, request) => {
    if (request.includes('/containers/')) socket.write(json({ Id: 'e1' }, '201 Created'))
    else if (request.startsWith('POST')) socket.end(UPGRADED)
    else socket.write(json({ ID: 'e1', ...state }))
  }

export const broken: Readonly<Record<string, () => Promise<unknown>>> = {
  ERR_HEAD_SYNTAX: () => withPeer('SSH-2.0-OpenSSH_9.2\r\n', info),
  ERR_HEAD_TOO_LARGE: () => withPeer(`${OK}${'X-Field: 1\r\n'.repeat(300)}\r\n`, info),
  ERR_HTTP_VERSION: () => withPeer('HTTP/2.0 200 OK\r\n\r\n', info),
  ERR_FRAMING: () => withPeer(`${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, info),
  ERR_UNASKED_UPGRADE: () => withPeer(UPGRADED, info),
  ERR_TRUNCATED_HEAD: () => withPeer('HTTP/1.1 200 OK\r\nContent-', info),
  ERR_CHUNK_SYNTAX: () => withPeer(`${CHUNKED}two\r\n{}\r\n`, info),
  ERR_CHUNK_TOO_LARGE: () => withPeer(`${CHUNKED}20000000000000\r\n{}\r\n`, info),
  ERR_TRAILERS_TOO_LARGE: () => withPeer(`${CHUNKED}${chunk('{}')}0\r\n${'X-Field: 1\r\n'.repeat(1000)}\r\n`, info),
  ERR_TRUNCATED_BODY: () => withPeer(`${OK}Content-Length: 10\r\n\r\n{}`, info),
  ERR_RECORD_SYNTAX: () => withPeer(`${OK}Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>`, info),
  // A terminal's text where frames are expected.
  ERR_FRAME_TYPE: () => withPeer(`${CHUNKED}${chunk('$ ls\r\nbin  etc\r\n')}0\r\n\r\n`, log),
  ERR_TRUNCATED_FRAME: () => withPeer(`${CHUNKED}${chunk('\x01\0\0\0\0\0\0\x05two')}0\r\n\r\n`, log),
  ERR_TRUNCATED_RECORD: () => withPeer(`${CHUNKED}${chunk('{"Action":"sta')}0\r\n\r\n`, watch),
  ERR_RECORD_TOO_LARGE: () =>
    withPeer((socket) => {
      socket.write(`${CHUNKED}${(70 << 20).toString(16)}\r\n{"Action":"`)
      for (let sent = 0; sent < 70; sent++) socket.write('x'.repeat(1 << 20))
    }, watch),
  ERR_HEAD_TIMEOUT: () => withPeer(() => {}, info, { timeouts: { head: 100 } }),
  ERR_IDLE_TIMEOUT: () => withPeer((socket) => socket.write(CHUNKED), info, { timeouts: { idle: 100 } }),
  ERR_CONNECTION_CLOSED: () => withPeer((socket) => socket.end(), info),
  ERR_CONNECTION_RESET: () => withPeer((socket) => socket.resetAndDestroy(), info),
  ERR_CONNECT: () => connect('unix:///none.sock').get('/info'),
  ERR_CONNECT_TIMEOUT: () => connect({ dial: () => new Promise(() => {}), timeouts: { connect: 100 } }).get('/info'),
  // A proxy that does not pass an upgrade on.
  ERR_TUNNEL_READ_ONLY: () =>
    withPeer(
      (socket, request) => socket.write(request.includes('/containers/') ? json({ Id: 'e1' }, '201 Created') : CHUNKED),
      async (engine) => (await startExec(engine, 'web', ['cat'])).tunnel.write('text'),
    ),
  ERR_EXEC_NOT_STARTED: () =>
    withPeer(execPeer({ Running: false, ExitCode: null, Pid: 0 }), (engine) => exec(engine, 'web', ['true'])),
  // Takes ten seconds.
  ERR_EXEC_RUNNING: () =>
    withPeer(execPeer({ Running: true, ExitCode: null, Pid: 7 }), (engine) => exec(engine, 'web', ['true'])),
  ERR_BUILD_SESSION: () =>
    withPeer(
      (socket, request) => {
        if (request.includes('/session')) socket.write(UPGRADED.replace('tcp', 'h2c'))
        else if (request.includes('/build?')) socket.write(`${CHUNKED}0\r\n\r\n`)
        else socket.write(json({}))
      },
      (engine) => buildImage(engine, { files: { Dockerfile: 'FROM scratch' } }).done(),
    ),
  ERR_FETCH_REDIRECT: () =>
    withPeer('HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n', (engine) =>
      createFetch(engine)('http://docker/info'),
    ),
}
