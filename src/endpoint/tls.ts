// What TLS to an Engine needs: whom to trust, who we are. Names are Node's own (tls.connect). Pure.
// Verification is on unless it is switched off by name.

import type { PeerCertificate } from 'node:tls'

/** Options of TLS to a `tcp://` host. An empty object means: verify against the system's authorities, no client certificate. */
export interface TlsOptions {
  /** PEM, one or several certificates, in place of the system's authorities. */
  ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined
  /** PEM certificate of the client, with its chain. */
  cert?: string | Uint8Array | undefined
  /** PEM key of the client. */
  key?: string | Uint8Array | undefined
  /** The name that the server's certificate must have; default: the host. */
  servername?: string | undefined
  /** False: take any certificate. Default: true. */
  rejectUnauthorized?: boolean | undefined
  /** Judges the certificate's name in place of Node's own check (`tls.checkServerIdentity`): an Error refuses it. */
  checkServerIdentity?: ((host: string, certificate: PeerCertificate) => Error | undefined) | undefined
}

/** The oldest protocol spoken: as Docker's own client. */
export const LEAST_TLS_VERSION = 'TLSv1.2'
