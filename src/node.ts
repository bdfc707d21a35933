// "fairlead/node": streams of Node's over responses and tunnels, and sources of bytes out of Node's streams.
// Re-exports only.

export { fromIterable, type Pieces } from './adapters/iterable-source.ts'
export { type DuplexOptions, duplex } from './adapters/node-duplex.ts'
export { type NodeOutputs, type NodeOutputsOptions, type NodeStdio, outputs, stdio } from './adapters/node-outputs.ts'
export { type NodeStreamOptions, readable } from './adapters/node-readable.ts'
export { fromReadable } from './adapters/node-source.ts'
export type { From, HasFrames, TwoWay } from './adapters/opening.ts'
