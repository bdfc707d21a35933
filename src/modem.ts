// "fairlead/modem": a replacement for docker-modem, for programs that use dockerode.
// Re-exports only.

export type { FileBody, ModemAuth } from './adapters/modem/body.ts'
export type { DemuxInput, DemuxOptions } from './adapters/modem/demux.ts'
export type { StatusCodes, StatusError } from './adapters/modem/errors.ts'
export {
  type DialCallback,
  type DialOptions,
  Modem,
  Modem as default,
  type ModemRequest,
} from './adapters/modem/modem.ts'
export type { ModemOptions } from './adapters/modem/options.ts'
export type { DemuxOutput } from './adapters/modem/outlet.ts'
export type { Expected } from './adapters/modem/settle.ts'
