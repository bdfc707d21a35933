// Asks a credential helper, a program named docker-credential-<name>: `get` with the registry on its stdin, `list`.
// Facts (docker/docker-credential-helpers): the answer is JSON on stdout; a failure is a text on stdout and a status other
// than 0, and one such text says that there is nothing. What the program prints is never repeated: it may be a secret.

import type { ChildProcess } from 'node:child_process'
import type { AuthConfig } from '../engine/registry-auth.ts'
import { abortError, FairleadError } from '../error.ts'
import { unwatchSignal, watchSignal } from '../net/abort.ts'

/** How long a helper may take unless told otherwise, in ms: it may have to ask its user for leave. */
export const HELPER_MS = 60_000
/** The most that is read of its answer, in bytes: a token has a few KiB. */
export const MAX_HELPER_BYTES = 1_048_576

/** How to ask. */
export interface HelperOptions {
  /** ms; 0 for no limit. */
  timeout: number
  signal: AbortSignal | undefined
}

/** The user under which a helper keeps an identity token (docker/cli, credentials/native_store.go). */
const TOKEN_USER = '<token>'
/** docker-credential-helpers, credentials/error.go: both mean that there is nothing. */
const NOTHING = /credentials not found in native keychain|no credentials server URL/

/** The credentials that the helper has for `registry`; undefined for none. @throws FairleadError ERR_CREDENTIALS, ERR_ABORTED. */
export async function askHelper(
  name: string,
  registry: string,
  options: HelperOptions,
): Promise<AuthConfig | undefined> {
  const text = await runHelper(name, 'get', registry, options)
  if (text === undefined) return undefined
  const { Username, Secret } = parse(name, text) as { Username?: unknown; Secret?: unknown }
  if (typeof Username !== 'string' || typeof Secret !== 'string') throw failure(name, 'gave no Username and Secret')
  if (Username === '' && Secret === '') return undefined
  if (Username === TOKEN_USER) return { identitytoken: Secret, serveraddress: registry }
  return { username: Username, password: Secret, serveraddress: registry }
}

/** The registries that the helper knows. @throws FairleadError ERR_CREDENTIALS, ERR_ABORTED. */
export async function listHelper(name: string, options: HelperOptions): Promise<string[]> {
  const text = await runHelper(name, 'list', '', options)
  return text === undefined ? [] : Object.keys(parse(name, text))
}

function parse(name: string, text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // JSON.parse's own error quotes the text.
  }
  throw failure(name, 'gave an answer that is not JSON')
}

/** Its stdout; undefined where it says that there is nothing. */
function runHelper(name: string, verb: string, input: string, options: HelperOptions): Promise<string | undefined> {
  // It is a name, of a program on the PATH; not a way to some other place.
  if (!/^[\w.-]+$/.test(name)) throw failure(name.replace(/[^\w.-]/g, '?'), 'has a name that cannot be one')
  const { timeout, signal } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal.reason))
    const { spawn } = process.getBuiltinModule('node:child_process')
    const child = spawn(`docker-credential-${name}`, [verb], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true })
    const pieces: Buffer[] = []
    let size = 0
    const watcher = { abort: (reason: unknown) => settle(abortError(reason)) }
    const deadline = timeout > 0 && setTimeout(onDeadline, timeout)
    function settle(error: Error | undefined, text?: string): void {
      if (deadline) clearTimeout(deadline)
      if (signal !== undefined) unwatchSignal(signal, watcher)
      release(child)
      if (error === undefined) resolve(text)
      else reject(error)
    }
    function onDeadline(): void {
      settle(failure(name, `gave no answer within ${timeout} ms`))
    }
    if (signal !== undefined) watchSignal(signal, watcher)
    child.stdout.on('data', (bytes: Buffer) => {
      pieces.push(bytes)
      size += bytes.length
      if (size > MAX_HELPER_BYTES) settle(failure(name, `gave an answer of more than ${MAX_HELPER_BYTES} bytes`))
    })
    child.on('error', (cause) => settle(failure(name, 'could not be run', cause)))
    child.on('close', (status, killed) => {
      const text = Buffer.concat(pieces).toString()
      if (status === 0) settle(undefined, text)
      else if (NOTHING.test(text)) settle(undefined, undefined)
      else settle(failure(name, `ended with ${killed ?? `status ${status}`}`))
    })
    // A helper that needs no input may have gone before it came.
    child.stdin.on('error', ignore)
    child.stdin.end(input)
  })
}

/** Nothing of the program holds this process any longer. */
function release(child: ChildProcess): void {
  child.removeAllListeners()
  child.on('error', ignore)
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  child.stdout?.destroy()
  child.unref()
}

function failure(name: string, what: string, cause?: unknown): FairleadError {
  return new FairleadError('ERR_CREDENTIALS', `the credential helper docker-credential-${name} ${what}`, { cause })
}

function ignore(): void {}
