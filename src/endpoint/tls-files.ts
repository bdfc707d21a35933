// Reads ca.pem, cert.pem and key.pem of a folder into TlsOptions, and checks them before a handshake would.
// The rules are the docker CLI's: a certificate without its key is ignored, an encrypted key is an error.
// Printing the result does not show its contents.

import path from 'node:path'
import { fileError, readText } from './config.ts'
import type { TlsOptions } from './tls.ts'

/**
 * The TLS files of a folder; undefined if it has none of the three.
 * @throws FairleadError ERR_CONTEXT if a file cannot be read or used
 */
export function readTlsFiles(folder: string): TlsOptions | undefined {
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readIfThere(path.join(folder, name)))
  if (ca === undefined && cert === undefined && key === undefined) return undefined
  if (ca !== undefined) checkAuthorities(ca, path.join(folder, 'ca.pem'))
  const pair = cert === undefined || key === undefined ? {} : { cert, key }
  if (cert !== undefined && key !== undefined) checkPair(cert, key, folder)
  return { ...(ca === undefined ? {} : { ca }), ...pair }
}

/** The same object, changed so that printing it or converting it to JSON shows only its keys. */
export function redacted(tls: TlsOptions): TlsOptions {
  const show = (): object =>
    Object.fromEntries(Object.entries(tls).map(([key, value]) => [key, typeof value === 'boolean' ? value : '…']))
  Object.defineProperty(tls, Symbol.for('nodejs.util.inspect.custom'), { value: show })
  Object.defineProperty(tls, 'toJSON', { value: show })
  return tls
}

function readIfThere(file: string): string | undefined {
  try {
    return readText(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw fileError(file, `it cannot be read (${code})`, error)
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

// No cause below: OpenSSL's messages add nothing, and may quote the file.

function checkAuthorities(pem: string, file: string): void {
  const { X509Certificate } = crypto()
  const blocks = pem.match(CERTIFICATE) ?? []
  if (blocks.length === 0) throw fileError(file, 'it has no PEM certificate')
  for (const [at, block] of blocks.entries()) {
    if (attempt(() => new X509Certificate(block)) === undefined) {
      throw fileError(file, `its certificate ${at + 1} cannot be read`)
    }
  }
}

function checkPair(cert: string, key: string, folder: string): void {
  const { X509Certificate, createPrivateKey } = crypto()
  const files = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') }
  const certificate = attempt(() => new X509Certificate(cert))
  if (certificate === undefined) throw fileError(files.cert, 'it has no PEM certificate that can be read')
  if (/^Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED PRIVATE KEY/m.test(key))
    throw fileError(files.key, 'the key is encrypted')
  const secret = attempt(() => createPrivateKey(key))
  if (secret === undefined) throw fileError(files.key, 'it has no PEM key that can be read')
  if (!certificate.checkPrivateKey(secret)) throw fileError(files.key, 'it is not the key of cert.pem')
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

/** `node:crypto`, loaded synchronously on first use: most programs have neither contexts nor certificates. */
export function crypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto')
}
