// Certificates for TLS tests, made by `openssl` on demand: an authority, a server for localhost and 127.0.0.1, a client, and an
// unknown authority. They are valid for a day and are removed with the folder.

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** PEM. */
export interface Certificates {
  ca: Buffer
  server: { cert: Buffer; key: Buffer }
  client: { cert: Buffer; key: Buffer }
  /** An authority that signed neither. */
  stranger: Buffer
}

/** Why certificates cannot be made, or false: for a test's `skip`. */
export function withoutOpenssl(): string | false {
  const { error, status } = spawnSync('openssl', ['version'])
  return error !== undefined || status !== 0 ? 'no openssl on PATH, which makes the certificates' : false
}

/** Makes the certificates in `folder`; takes about 50 ms. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string): string => path.join(folder, name)
  const openssl = (...args: string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`)
  }
  const key = (name: string): string[] => [
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', at(`${name}.key`), '-subj', `/CN=${name}`],
  ]
  for (const name of ['ca', 'stranger']) openssl('req', '-x509', ...key(name), '-days', '1', '-out', at(`${name}.pem`))
  for (const name of ['server', 'client']) {
    openssl('req', '-new', ...key(name), '-out', at(`${name}.csr`))
    writeFileSync(at(`${name}.ext`), name === 'server' ? 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' : '')
    openssl(
      ...['x509', '-req', '-in', at(`${name}.csr`), '-days', '1', '-extfile', at(`${name}.ext`)],
      ...['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-out', at(`${name}.pem`)],
    )
  }
  const pair = (name: string) => ({ cert: readFileSync(at(`${name}.pem`)), key: readFileSync(at(`${name}.key`)) })
  return {
    ca: readFileSync(at('ca.pem')),
    server: pair('server'),
    client: pair('client'),
    stranger: readFileSync(at('stranger.pem')),
  }
}
