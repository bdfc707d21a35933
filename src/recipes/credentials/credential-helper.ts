// Runs a credential helper, a program named docker-credential-<name>: `get` with the registry on its stdin, or `list`.
// Facts (docker/docker-credential-helpers): the result is JSON on stdout; a failure is a text on stdout and a status other
// than 0. Two of these texts mean that there are no credentials. No message repeats the program's output: it may be a secret.

import type { ChildProcess } from 'node:child_process'
import type { AuthConfig } from '../../engine/request/registry-auth.ts'
import { abortError, FairleadError } from '../../error.ts'
import { unwatchSignal, watchSignal } from '../../net/base/abort.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'

/** How long a credential helper may take by default, in ms: it may have to ask its user for permission. */
export const HELPER_MS = 60_000
/** The most that is read of a helper's output, in bytes: a token has a few KiB. */
export const MAX_HELPER_BYTES = 1_048_576

/** ms from a helper's exit to the end of its stdout, which a program that it started may keep open. What arrived by then counts. */
const OUTPUT_MS = 1_000

/** Limits of one run of a helper. */
export interface HelperOptions {
  /** ms; 0 means no limit. */
  timeout: number
  signal: AbortSignal | undefined
}

/** The user under which a helper keeps an identity token (docker/cli, credentials/native_store.go). */
const TOKEN_USER = '<token>'
/** docker-credential-helpers, credentials/error.go: both mean that there are no credentials. */
const NOT_FOUND = /credentials not found in native keychain|no credentials server URL/

/** Resolves with the helper's credentials for `registry`, or undefined. @throws FairleadError ERR_CREDENTIALS, ERR_ABORTED. */
export async function queryHelper(
  name: string,
  registry: string,
  options: HelperOptions,
): Promise<AuthConfig | undefined> {
  const text = await runHelper(name, 'get', registry, options)
  if (text === undefined) return undefined
  const { Username, Secret } = parse(name, text) as { Username?: unknown; Secret?: unknown }
  if (typeof Username !== 'string' || typeof Secret !== 'string')
    throw failure(name, 'printed JSON without Username and Secret')
  if (Username === '' && Secret === '') return undefined
  if (Username === TOKEN_USER) return { identitytoken: Secret, serveraddress: registry }
  return { username: Username, password: Secret, serveraddress: registry }
}

/** Resolves with the registries that the helper has credentials for. @throws FairleadError ERR_CREDENTIALS, ERR_ABORTED. */
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
  throw failure(name, 'printed something that is not JSON')
}

/** Resolves with the program's stdout, or undefined when it reports that there are no credentials. */
function runHelper(name: string, verb: string, input: string, options: HelperOptions): Promise<string | undefined> {
  // The name of a program on the PATH, never a path.
  if (!/^[\w.-]+$/.test(name)) throw failure(name.replace(/[^\w.-]/g, '?'), 'has an invalid name')
  const { timeout, signal } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal.reason))
    const { spawn } = process.getBuiltinModule('node:child_process')
    const child = spawn(`docker-credential-${name}`, [verb], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true })
    const pieces: Buffer[] = []
    let size = 0
    const watcher = { abort: (reason: unknown) => settle(abortError(reason)) }
    const deadline = timeout > 0 ? setTimeout(onDeadline, timeout) : undefined
    let grace: NodeJS.Timeout | undefined
    function settle(error: Error | undefined, text?: string): void {
      clearTimeout(deadline)
      clearTimeout(grace)
      if (signal !== undefined) unwatchSignal(signal, watcher)
      release(child)
      if (error === undefined) resolve(text)
      else reject(error)
    }
    function onDeadline(): void {
      settle(failure(name, `did not finish within ${timeout} ms`))
    }
    if (signal !== undefined) watchSignal(signal, watcher)
    child.stdout.on('data', (bytes: Buffer) => {
      pieces.push(bytes)
      size += bytes.length
      if (size > MAX_HELPER_BYTES) settle(failure(name, `printed more than ${MAX_HELPER_BYTES} bytes`))
    })
    child.on('error', (cause) => settle(failure(name, 'could not be run', cause)))
    child.on('exit', (...status) => {
      grace = setTimeout(onExit, OUTPUT_MS, ...status)
    })
    child.on('close', onExit)
    function onExit(status: number | null, killed: NodeJS.Signals | null): void {
      const text = Buffer.concat(pieces).toString()
      if (status === 0) settle(undefined, text)
      else if (NOT_FOUND.test(text)) settle(undefined, undefined)
      else settle(failure(name, `ended with ${killed ?? `status ${status}`}`))
    }
    // A helper that needs no input may have exited before reading it.
    child.stdin.on('error', ignore)
    child.stdin.end(input)
  })
}

/** Kills the program if it still runs, and closes its pipes: neither it nor a program that it started keeps this process alive. */
function release(child: ChildProcess): void {
  child.removeAllListeners()
  child.on('error', ignore)
  child.stdin?.destroy()
  child.stdout?.destroy()
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  child.unref()
}

function failure(name: string, what: string, cause?: unknown): FairleadError {
  return new FairleadError('ERR_CREDENTIALS', `the credential helper docker-credential-${name} ${what}`, { cause })
}

function ignore(): void {}
