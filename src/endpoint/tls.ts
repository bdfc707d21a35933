// The options of TLS to an Engine: trusted authorities, own certificate. Names are Node's (tls.connect).
// Verification is on unless an option turns it off.

import type { PeerCertificate } from 'node:tls'

/** Options for TLS to a `tcp://` host. An empty object means: verify against the system's authorities, no client certificate. */
export interface TlsOptions {
  /** Authorities to trust in place of the system's: PEM, one or several certificates. */
  ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined
  /** The client's certificate with its chain, PEM. */
  cert?: string | Uint8Array | undefined
  /** The client's key, PEM. */
  key?: string | Uint8Array | undefined
  /** The name that the server's certificate must have. Default: the host. */
  servername?: string | undefined
  /** False accepts any certificate. Default: true. */
  rejectUnauthorized?: boolean | undefined
  /** Replaces Node's check of the certificate's name (`tls.checkServerIdentity`). Return an Error to reject the certificate. */
  checkServerIdentity?: ((host: string, certificate: PeerCertificate) => Error | undefined) | undefined
}

/** The oldest TLS version used, as in Docker's own client. */
export const LEAST_TLS_VERSION = 'TLSv1.2'
