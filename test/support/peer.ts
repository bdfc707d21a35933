// A scripted peer and a client of any kind for one test. Both are closed after it, and an error of the script fails the test.

import type { TestContext } from 'node:test'
import { VERSION } from '../../src/engine/request/library-version.ts'
import { type Script, ScriptedPeer } from './scripted-peer.ts'

/** The fields of every request over a unix socket. */
export const FIELDS = `Host: docker\r\nUser-Agent: fairlead/${VERSION}\r\n`

/** Starts the peer and opens a client of its host. */
export async function onPeer<Client extends { close(): Promise<void> }>(
  t: Pick<TestContext, 'after'>,
  script: Script,
  listen: 'unix' | 'tcp' | undefined,
  open: (host: string) => Client,
): Promise<{ client: Client; peer: ScriptedPeer }> {
  const peer = await ScriptedPeer.start(script, listen)
  const client = open(peer.host)
  t.after(async () => {
    await client.close()
    await peer.close()
  })
  return { client, peer }
}
