// The server process of the transfers part. GET …/archive?bytes=n sends n bytes in chunks of 32 KiB, as the Engine copies a
// tar, 256 KiB a write. PUT …/archive takes a body of either framing, throws it away as it comes, and answers 200.
import net from 'node:net'

const CHUNK = 32_768
const CHUNKS = 8
const LAST_CHUNK = '0\r\n\r\n'
const head = (...fields: string[]) =>
  ['HTTP/1.1 200 OK', 'Api-Version: 1.51', 'Server: Docker/28.5.2 (linux)', ...fields, '\r\n'].join('\r\n')
const STAT = Buffer.from(JSON.stringify({ name: 'data', size: 4096, mode: 2147484141, linkTarget: '' })).toString(
  'base64',
)
const ARCHIVE = head(
  'Content-Type: application/x-tar',
  `X-Docker-Container-Path-Stat: ${STAT}`,
  'Transfer-Encoding: chunked',
)
const DONE = head('Content-Length: 0')

const chunk = Buffer.concat([Buffer.from(`${CHUNK.toString(16)}\r\n`), Buffer.alloc(CHUNK, 'tar'), Buffer.from('\r\n')])
const block = Buffer.concat(Array.from({ length: CHUNKS }, () => chunk))

/** Whole chunks only. */
function sendArchive(socket: net.Socket, bytes: number, close: boolean): void {
  let left = Math.ceil(bytes / CHUNK)
  socket.write(ARCHIVE)
  const next = (error?: Error | null): void => {
    if (error) return
    if (left <= 0) {
      socket.write(LAST_CHUNK)
      if (close) socket.end()
      return
    }
    const now = Math.min(left, CHUNKS)
    left -= now
    socket.write(block.subarray(0, now * chunk.length), next)
  }
  next()
}

/** Counts a body to its end: a length, or chunks, whose last one is all that is looked for. */
class Upload {
  readonly #onEnd: () => void
  #left: number
  #tail = ''

  constructor(length: number | undefined, onEnd: () => void) {
    this.#left = length ?? -1
    this.#onEnd = onEnd
  }

  push(bytes: Buffer): void {
    if (this.#left >= 0) {
      this.#left -= bytes.length
      if (this.#left <= 0) this.#onEnd()
      return
    }
    // The tar here has no such bytes.
    this.#tail = (this.#tail + bytes.toString('latin1', Math.max(0, bytes.length - 7))).slice(-7)
    if (this.#tail === `\r\n${LAST_CHUNK}`) this.#onEnd()
  }
}

function onConnection(socket: net.Socket): void {
  let pending: Buffer = Buffer.alloc(0)
  let upload: Upload | undefined
  const onRequest = (request: string): void => {
    const close = /\r\nconnection: *close/i.test(request)
    const answer = (text: string): void => {
      upload = undefined
      socket.write(text)
      if (close) socket.end()
    }
    if (request.startsWith('PUT')) {
      const length = /\r\ncontent-length: *(\d+)/i.exec(request)?.[1]
      upload = new Upload(length === undefined ? undefined : Number(length), () => answer(DONE))
      if (/\r\nexpect:/i.test(request)) socket.write('HTTP/1.1 100 Continue\r\n\r\n')
    } else if (request.includes('/archive')) {
      sendArchive(socket, Number(/[?&]path=(\d+)/.exec(request)?.[1]), close)
    } else {
      answer(request.startsWith('HEAD') ? head('Content-Length: 2') : `${head('Content-Length: 2')}OK`)
    }
  }
  const body = (): Upload | undefined => upload
  socket.on('error', () => socket.destroy())
  socket.on('data', (bytes: Buffer) => {
    if (upload !== undefined) return upload.push(bytes)
    pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
    const end = pending.indexOf('\r\n\r\n')
    if (end < 0) return
    const request = pending.toString('latin1', 0, end)
    const rest = pending.subarray(end + 4)
    pending = Buffer.alloc(0)
    onRequest(request)
    if (rest.length > 0) body()?.push(rest)
  })
}

process.on('disconnect', () => process.exit())
net.createServer(onConnection).listen(process.argv[2], () => process.send?.('ready'))
