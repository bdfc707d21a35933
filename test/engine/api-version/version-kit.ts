// What the tests of API versions share: requests by version, pings, and responses that accept or reject a version.

import type { Wire } from '../../support/scripted-peer.ts'
import { answer, JSON_TYPE, request } from '../kit.ts'

export const asks = { apiVersion: undefined }

export function said(version: string | undefined): string {
  return version === undefined ? '' : `Api-Version: ${version}\r\n`
}

export function ok(version?: string): string {
  return answer('200 OK', `${JSON_TYPE}${said(version)}`, '1')
}

export function tooNew(spoken: string, newest: string, header: string | undefined = newest): string {
  const message = `client version ${spoken} is too new. Maximum supported API version is ${newest}`
  return answer('400 Bad Request', `${said(header)}${JSON_TYPE}`, JSON.stringify({ message }))
}

export function tooOld(spoken: string, oldest: string, header: string | undefined): string {
  const words = `client version ${spoken} is too old. Minimum supported API version is ${oldest}, please upgrade your client to a newer version\n`
  return answer('400 Bad Request', `${said(header)}Content-Type: text/plain; charset=utf-8\r\n`, words)
}

/** Expects a request without a body in this version, and sends a response. */
export async function turnOf(wire: Wire, version: string, text: string, method = 'GET', fields = ''): Promise<void> {
  await wire.expect(request(method, '/x', fields).replace('v1.41', `v${version}`))
  wire.send(text)
}

export async function pong(wire: Wire, version: string | undefined): Promise<void> {
  await wire.expect(request('HEAD', '/_ping').replace('/v1.41', ''))
  wire.send(`HTTP/1.1 200 OK\r\n${said(version)}Content-Length: 0\r\n\r\n`)
}
