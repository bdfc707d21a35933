// "fairlead/node": Node streams over responses and tunnels, and byte sources from Node streams.
// Re-exports only.

export { fromIterable, type Pieces } from './adapters/streams/iterable-source.ts'
export { type DuplexOptions, duplex } from './adapters/streams/node-duplex.ts'
export {
  type NodeOutputs,
  type NodeOutputsOptions,
  type NodeStdio,
  outputs,
  stdio,
} from './adapters/streams/node-outputs.ts'
export { type NodeStreamOptions, readable } from './adapters/streams/node-readable.ts'
export { fromReadable } from './adapters/streams/node-source.ts'
export type { From, TwoWay } from './adapters/streams/stream-input.ts'
