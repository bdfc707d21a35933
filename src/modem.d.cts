// The types of `require('fairlead/modem')`: the class itself, as with docker-modem, and its two named exports.
// Types only; the build copies this file beside modem.cjs.

import type * as modem from './modem.js' with { 'resolution-mode': 'import' }

declare const Modem: typeof modem.Modem & { readonly Modem: typeof modem.Modem; readonly default: typeof modem.Modem }
type Modem = modem.Modem
declare namespace Modem {
  type DemuxInput = modem.DemuxInput
  type DemuxOptions = modem.DemuxOptions
  type DemuxOutput = modem.DemuxOutput
  type DialCallback = modem.DialCallback
  type DialOptions = modem.DialOptions
  type Expected = modem.Expected
  type FileBody = modem.FileBody
  type ModemAuth = modem.ModemAuth
  type ModemOptions = modem.ModemOptions
  type ModemRequest = modem.ModemRequest
  type StatusCodes = modem.StatusCodes
  type StatusError = modem.StatusError
}
export = Modem
