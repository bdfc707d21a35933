// The process that the socket of `pipe to socket` leads to: it takes what comes and throws it away. What it costs is not measured.
import net from 'node:net'

const server = net.createServer((socket) => socket.on('error', () => socket.destroy()).resume())
server.listen(process.argv[2], () => process.send?.('ready'))
process.on('disconnect', () => process.exit())
