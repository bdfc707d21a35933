// The key by which a daemon knows whose a registry's token is, so that it uses a token again only for who could have fetched it.
// The daemon gets the public half, and later has this side sign random bytes. The key is made of the credentials and of a secret of this
// process: neither the key nor a signature reveals a password, and builds of one process share tokens.

import { createHmac, createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { AuthConfig } from '../../engine/request/registry-auth.ts'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const KEY_BYTES = 32
let secret: Buffer | undefined

/** The key for these credentials, this registry and this daemon, which the salt stands for. */
export function authorityKey(host: string, salt: Uint8Array, auth: AuthConfig): KeyObject {
  secret ??= randomBytes(KEY_BYTES)
  const { username, password, identitytoken, registrytoken } = auth
  const what = JSON.stringify([
    host,
    Buffer.from(salt).toString('hex'),
    username,
    password,
    identitytoken,
    registrytoken,
  ])
  const seed = createHmac('sha256', secret).update(what).digest()
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
}

/** The public half, 32 bytes. */
export function publicKeyOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES)
}

/** The signature, 64 bytes, and behind it what was signed. */
export function signed(key: KeyObject, payload: Uint8Array): Buffer {
  return Buffer.concat([sign(null, payload, key), payload])
}
