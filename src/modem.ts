// "fairlead/modem": docker-modem's place taken by fairlead, for programs that use dockerode.
// Re-exports only.

export { type DialCallback, type DialOptions, Modem, Modem as default, type ModemRequest } from './adapters/modem.ts'
export type { FileBody, ModemAuth } from './adapters/modem-body.ts'
export type { DemuxInput, DemuxOptions, DemuxOutput } from './adapters/modem-demux.ts'
export type { StatusCodes, StatusError } from './adapters/modem-errors.ts'
export type { ModemOptions } from './adapters/modem-options.ts'
export type { Expected } from './adapters/modem-settle.ts'
