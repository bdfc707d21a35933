// The paced floor: a bare net.Socket with `onread` that, after a read that was small, reads nothing for a millisecond; one timer for
// all such sockets. It does not learn: it pauses from the first read on, and a quiet stream, too. It is the least that a client
// which reads seldom can cost, as the bare socket is for one that reads at once.
import net from 'node:net'

/** As fairlead's own buffer and Node's own reads: 64 KiB. */
const READ_BYTES = 65_536
/** A read of fewer bytes is small. */
const SMALL_BYTES = READ_BYTES / 4
const PAUSE_MS = 1

const paused: net.Socket[] = []

function resumeAll(): void {
  for (const socket of paused.splice(0)) socket.resume()
}

/** Whether a socket pauses after a small read. */
export type Pacing = 'paced' | 'at once'

/** A read: the bytes from 0 to `count`. The result says to go on reading, so that a socket that reads at once has no call in between. */
export type OnRead = (count: number, bytes: Uint8Array) => true

/** A bare socket whose reads go to `onRead`. */
export function bareSocket(
  path: string,
  pacing: Pacing,
  onRead: OnRead,
  buffer = Buffer.alloc(READ_BYTES),
): net.Socket {
  if (pacing === 'at once') return net.connect({ path, onread: { buffer, callback: onRead } })
  const callback = (count: number, bytes: Uint8Array): boolean => {
    onRead(count, bytes)
    if (count >= SMALL_BYTES) return true
    if (paused.push(socket) === 1) setTimeout(resumeAll, PAUSE_MS)
    return false
  }
  const socket: net.Socket = net.connect({ path, onread: { buffer, callback } })
  return socket
}
