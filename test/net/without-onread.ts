// Preloaded by a test (`--import`): this process is then as a runtime whose sockets pass `onread` over and emit 'data'.

import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'

const { Socket } = net
const { connect } = tls

function without<T extends object>(options: T): T {
  return { ...options, onread: undefined }
}

// Node itself calls it without `new`, on an object of its own or on none.
function DeafSocket(this: unknown, options: net.SocketConstructorOpts = {}): net.Socket {
  if (new.target === undefined)
    return Reflect.apply(Socket as unknown as (options: object) => net.Socket, this, [without(options)])
  return Reflect.construct(Socket, [without(options)], new.target)
}
DeafSocket.prototype = Socket.prototype
Object.setPrototypeOf(DeafSocket, Socket)

net.Socket = DeafSocket as unknown as typeof Socket
tls.connect = ((options: tls.ConnectionOptions) => connect(without(options))) as typeof connect
syncBuiltinESMExports()
