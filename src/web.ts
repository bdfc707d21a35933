// "fairlead/web": web streams over responses and tunnels, and byte sources from web streams.
// Re-exports only.

export { fromIterable, type Pieces } from './adapters/streams/iterable-source.ts'
export type { From, TwoWay } from './adapters/streams/stream-input.ts'
export type { WebStreamOptions } from './adapters/streams/web-read-end.ts'
export {
  duplex,
  outputs,
  readable,
  stdio,
  type WebDuplex,
  type WebOutputs,
  type WebOutputsOptions,
  type WebStdio,
} from './adapters/streams/web-streams.ts'
