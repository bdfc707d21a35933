// Attaches to the embedded engine without the library: the request, the two heads of the response, and a program that echoes.

import type { EmbeddedEngine, Program } from '../../src/testing.ts'
import { Raw } from './support.ts'

export const cat: Program = async ({ stdin, stdout }) => {
  for await (const piece of stdin) await stdout.write(piece)
}
export const UPGRADE = 'Connection: Upgrade\r\nUpgrade: tcp\r\n'
export const ALL = 'stream=1&stdin=1&stdout=1&stderr=1'
export const HEAD_101 =
  'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'
export const HEAD_200 = 'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n'

export function attach(engine: EmbeddedEngine, name: string, query = ALL, fields = UPGRADE, prefix = ''): Raw {
  return new Raw(engine.host).send(
    `POST ${prefix}/containers/${name}/attach?${query} HTTP/1.1\r\nHost: d\r\n${fields}\r\n`,
  )
}
