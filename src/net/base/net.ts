// node:net as all sockets here use it. Not imported: an import reads every getter of the module, and so loads what they return
// (node:net's lists of addresses).

/** Node's own `node:net`. */
export const net = process.getBuiltinModule('node:net')
