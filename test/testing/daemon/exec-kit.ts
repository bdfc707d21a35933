// Creates an exec of the embedded engine, and starts it over a hijacked connection, without the library.

import assert from 'node:assert/strict'
import type { EmbeddedEngine } from '../../../src/testing.ts'
import { ask, Raw } from '../support.ts'

export const all = { AttachStdout: true, AttachStderr: true }

export async function create(engine: EmbeddedEngine, config: object, name = 'cc'): Promise<string> {
  const { status, text } = await ask(engine.host, 'POST', `/containers/${name}/exec`, config)
  assert.equal(status, 201, text)
  return (JSON.parse(text) as { Id: string }).Id
}

export function start(engine: EmbeddedEngine, id: string, body: object = {}, prefix = ''): Raw {
  const json = JSON.stringify(body)
  const fields = `Content-Type: application/json\r\nContent-Length: ${json.length}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n`
  return new Raw(engine.host).send(`POST ${prefix}/exec/${id}/start HTTP/1.1\r\nHost: d\r\n${fields}\r\n${json}`)
}
