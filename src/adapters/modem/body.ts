// The fields and the body of a dockerode call: JSON options, a file by its path, bytes or a stream, and registry
// credentials. Fields that concern the connection (Connection, Transfer-Encoding …) are fairlead's own and are left out.

import { createReadStream } from 'node:fs'
import path from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import { encodeCredentials, encodeRegistryConfig, type RegistryConfig } from '../../engine/request/registry-auth.ts'
import type { UploadBody } from '../../stream/upload/upload.ts'
import { checkReadable } from '../../stream/upload/upload-taken.ts'
import { bodyOf, type Options } from './operations.ts'

/** Fields of a request as the caller gave them: any values, unchecked. */
export type Fields = Record<string, unknown>

/** A file to send: its path, its bytes, or a stream of its bytes. */
export type FileBody = string | Uint8Array | NodeJS.ReadableStream | AsyncIterable<Uint8Array | string>

/** Credentials of one registry. `key` or `base64`: the value of X-Registry-Auth itself. */
export type ModemAuth = { key?: string; base64?: string } & Record<string, unknown>

/** The parts of a call that its body is made of. */
export interface BodyInput {
  method: string
  path: string
  options?: Options | null | undefined
  file?: FileBody | undefined
  /** Send `{}` too. */
  allowEmpty?: boolean | undefined
}

/** docker-modem's media type for a tar archive. */
const TAR = 'application/tar'

/** The data to send and its media type. A text is JSON. */
export function dataOf(call: BodyInput): { data: FileBody | undefined; type: string | undefined } {
  const { file } = call
  if (file) return { data: typeof file === 'string' ? createReadStream(path.resolve(file)) : file, type: TAR }
  const body = bodyOf(call.method, call.path, call.options ?? undefined)
  const text = body === undefined ? undefined : JSON.stringify(body)
  if (text === undefined || (!call.allowEmpty && (text === '{}' || text === '""')))
    return { data: undefined, type: undefined }
  return { data: text, type: 'application/json' }
}

/** `data` as the request API takes it. An old-style stream, which only emits events, is piped through a PassThrough. */
export function uploadOf(data: FileBody | undefined): UploadBody | undefined {
  if (data === undefined || typeof data === 'string' || ArrayBuffer.isView(data)) return data
  if (Symbol.asyncIterator in data) return data as AsyncIterable<Uint8Array | string>
  if (typeof (data as NodeJS.ReadableStream).pipe !== 'function') return data as UploadBody
  // Check the old stream itself: the new one has never been read.
  checkReadable(data)
  return toReadable(data as NodeJS.ReadableStream)
}

function toReadable(old: NodeJS.ReadableStream): Readable {
  const through = new PassThrough()
  old.on('error', (error) => through.destroy(error))
  old.on('close', () => {
    if (!through.writableEnded) through.destroy()
  })
  return old.pipe(through)
}

const OWN = new Set(['connection', 'transfer-encoding', 'keep-alive', 'te', 'trailer', 'expect', 'content-length'])

/** The fields to send as headers. `Upgrade` and `Content-Length` are returned apart, since requests have options for them. */
export function fieldsOf(fields: Fields): {
  headers: Record<string, string>
  upgrade: string | undefined
  length: number | undefined
} {
  const headers: Record<string, string> = {}
  let upgrade: string | undefined
  let length: number | undefined
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue
    const text = Array.isArray(value) ? value.join(', ') : String(value)
    const key = name.toLowerCase()
    if (key === 'upgrade') upgrade = text
    else if (key === 'content-length') length = Number(text)
    else if (!OWN.has(key)) headers[name] = text
  }
  return { headers, upgrade, length }
}

/** The value of X-Registry-Auth: all keys as padded base64url, which the Engine reads. */
export function registryAuth(auth: ModemAuth): string {
  return auth.key || auth.base64 || encodeCredentials(auth)
}

/** The value of X-Registry-Config as base64url. The Engine reads plain base64 (docker-modem's) with a '+' or a '/' as no credentials. */
export function registryConfig(config: RegistryConfig & { base64?: unknown }): string {
  const { base64 } = config
  return typeof base64 === 'string' ? base64 : encodeRegistryConfig(config)
}
