// The secrets of a build: RUN --mount=type=secret,id=…. The daemon asks for a value once per mount, at the time of the step.
// A value goes to the daemon alone: it is in no error, no event and no log of this side.
// Engine facts: NOT_FOUND leaves the mount out, unless it is required; a value is no part of the cache's key.

import { FairleadError } from '../../error.ts'
import type { Handler } from '../grpc/server.ts'
import { CODE, GrpcStatus } from '../grpc/status.ts'
import { GetSecretRequest, GetSecretResponse } from '../proto/messages.ts'

/** The largest secret, in bytes: 500 KiB, as in Docker's own clients. */
export const MAX_SECRET_BYTES = 512_000

/** What a secret's function returns; undefined: there is no such secret. */
type SecretValue = string | Uint8Array | undefined

/** A secret: text or bytes; a file; an environment variable of this process; a function that is called for each mount. */
export type BuildSecret =
  | string
  | Uint8Array
  | { readonly file: string }
  | { readonly env: string }
  | (() => SecretValue | Promise<SecretValue>)

/** Secrets by the id that the Dockerfile uses. */
export type BuildSecrets = Readonly<Record<string, BuildSecret>>

/** @throws FairleadError ERR_OPTION for a value of another kind. Its message has the id, never the value. */
export function checkSecrets(secrets: BuildSecrets): void {
  for (const [id, secret] of Object.entries(secrets)) {
    const given: unknown = secret
    if (typeof given === 'string' || typeof given === 'function' || given instanceof Uint8Array) continue
    const { file, env } = (given ?? {}) as { file?: unknown; env?: unknown }
    if ((typeof file === 'string') !== (typeof env === 'string')) continue
    const expected = 'text, bytes, { file }, { env } or a function'
    throw new FairleadError('ERR_OPTION', `secrets: expected the secret ${JSON.stringify(id)} to be ${expected}`)
  }
}

/** The methods of the secrets service. */
export function secretsService(secrets: BuildSecrets): ReadonlyMap<string, Handler> {
  const get: Handler = async (call) => {
    const { id } = await call.request(GetSecretRequest)
    const data = Object.hasOwn(secrets, id) ? await readSecret(id, secrets[id]!) : undefined
    if (data === undefined) throw new GrpcStatus(CODE.notFound, `secret ${JSON.stringify(id.slice(0, 200))} not found`)
    await call.write(GetSecretResponse, { data })
  }
  return new Map([['/moby.buildkit.secrets.v1.Secrets/GetSecret', get]])
}

async function readSecret(id: string, secret: BuildSecret): Promise<Uint8Array | undefined> {
  let value: SecretValue
  try {
    if (typeof secret === 'string' || secret instanceof Uint8Array) value = secret
    else if (typeof secret === 'function') value = await secret()
    else if ('env' in secret) value = process.env[secret.env]
    else value = await process.getBuiltinModule('node:fs/promises').readFile(secret.file)
  } catch (cause) {
    // Not the cause's message: a function's own error may quote the value.
    const { code } = cause as NodeJS.ErrnoException
    const why = typeof secret === 'object' && typeof code === 'string' ? code : 'see the cause'
    throw failure(id, `could not be read: ${why}`, cause)
  }
  if (value === undefined) return undefined
  const given: unknown = value
  if (typeof given !== 'string' && !(given instanceof Uint8Array)) throw failure(id, 'is neither text nor bytes')
  const bytes = typeof value === 'string' ? Buffer.from(value) : value
  if (bytes.length <= MAX_SECRET_BYTES) return bytes
  throw failure(id, `has ${bytes.length} bytes: at most ${MAX_SECRET_BYTES} can be sent`)
}

function failure(id: string, what: string, cause?: unknown): FairleadError {
  const error = new FairleadError('ERR_BUILD_SERVICE', `the secret ${JSON.stringify(id)} ${what}`, { blame: 'caller' })
  if (cause !== undefined) error.cause = cause
  return error
}
