// "fairlead/web": web streams over responses and tunnels, and sources of bytes out of web streams.
// Re-exports only.

export { fromIterable, type Pieces } from './adapters/iterable-source.ts'
export type { From, HasFrames, TwoWay } from './adapters/opening.ts'
export type { WebStreamOptions } from './adapters/web-read-end.ts'
export {
  duplex,
  outputs,
  readable,
  stdio,
  type WebDuplex,
  type WebOutputs,
  type WebOutputsOptions,
  type WebStdio,
} from './adapters/web-streams.ts'
