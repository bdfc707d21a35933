// The head's fields and the body of a dockerode call: JSON options, a file by its name, bytes or a stream, and the registry
// credentials. What concerns the connection (Connection, Transfer-Encoding …) is fairlead's own and is left out.

import { createReadStream } from 'node:fs'
import path from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import { encodeRegistryConfig, type RegistryConfig } from '../engine/registry-auth.ts'
import type { UploadBody } from '../stream/upload.ts'
import { bodyOf, type Options } from './modem-operations.ts'

/** Fields of a request, before they are fit to be sent. */
export type Fields = Record<string, unknown>

/** A file to send: its path, its bytes, or a stream of them. */
export type FileBody = string | Uint8Array | NodeJS.ReadableStream | AsyncIterable<Uint8Array | string>

/** Credentials of one registry; `key` or `base64` is the field's value itself. */
export type ModemAuth = { key?: string; base64?: string } & Record<string, unknown>

/** What of a call makes its body. */
export interface Bodied {
  method: string
  path: string
  options?: Options | null | undefined
  file?: FileBody | undefined
  /** Send `{}` too. */
  allowEmpty?: boolean | undefined
}

/** What docker-modem calls a tar archive. */
const TAR = 'application/tar'

/** Text is JSON. */
export function dataOf(call: Bodied): { data: FileBody | undefined; type: string | undefined } {
  const { file } = call
  if (file) return { data: typeof file === 'string' ? createReadStream(path.resolve(file)) : file, type: TAR }
  const body = bodyOf(call.method, call.path, call.options ?? undefined)
  const text = body === undefined ? undefined : JSON.stringify(body)
  if (text === undefined || (!call.allowEmpty && (text === '{}' || text === '""')))
    return { data: undefined, type: undefined }
  return { data: text, type: 'application/json' }
}

/** `data` as the request API takes it: an old stream, which can only be listened to, is piped through a new one. */
export function uploadOf(data: FileBody | undefined): UploadBody | undefined {
  if (data === undefined || typeof data === 'string' || ArrayBuffer.isView(data)) return data
  if (Symbol.asyncIterator in data) return data as AsyncIterable<Uint8Array | string>
  if (typeof (data as NodeJS.ReadableStream).pipe !== 'function') return data as UploadBody
  return modern(data as NodeJS.ReadableStream)
}

function modern(old: NodeJS.ReadableStream): Readable {
  const through = new PassThrough()
  old.on('error', (error) => through.destroy(error))
  old.on('close', () => {
    if (!through.writableEnded) through.destroy()
  })
  return old.pipe(through)
}

const OWN = new Set(['connection', 'transfer-encoding', 'keep-alive', 'te', 'trailer', 'expect', 'content-length'])

/** Fields fit to be sent, with what they ask for that has a way of its own. */
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

/** X-Registry-Auth: padded base64url, which the Engine reads; every key goes along. */
export function registryAuth(auth: ModemAuth): string {
  const text = auth.key || auth.base64
  if (text) return text
  return Buffer.from(JSON.stringify(auth)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

/** X-Registry-Config, likewise: docker-modem's plain base64 is read as no credentials when it has a '+' or a '/'. */
export function registryConfig(config: RegistryConfig & { base64?: unknown }): string {
  const { base64 } = config
  return typeof base64 === 'string' ? base64 : encodeRegistryConfig(config)
}
