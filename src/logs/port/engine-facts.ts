// What following needs to know of an Engine once: which one it is, its version, and how its clock stands.
// Engine facts: Podman makes up another `/info` ID for each request; its host's name stays.

import type { Engine } from '../../engine/engine.ts'
import type { CallOptions } from '../../engine/request/options.ts'
import { field, optionalField } from '../../engine/response/shape.ts'

/** What does not change while an Engine runs. */
export interface EngineFacts {
  /** Names it in a cursor: `/info` ID, or the host's name where that is none. No slash is in it. */
  readonly id: string
  /** Docker's major version; 0 where it is not Docker. */
  readonly major: number
  /** ms that its clock is ahead of this one, at most; 0 where they seem to be the same. */
  readonly clockAheadMs: number
}

/** ms by which the Engine's clock seems to differ where it is the same one: how long `/info` may take. */
const SAME_CLOCK_MS = 1000

/** Whether a response of `GET /version` is Podman's. @throws FairleadError ERR_RECORD_SYNTAX */
export function isPodman(version: unknown): boolean {
  const { Components } = field('GET /version', version, '', 'object')
  const isOfPodman = (one: { Name?: unknown } | null) => /podman/i.test(String(one?.Name))
  return Array.isArray(Components) && Components.some(isOfPodman)
}

/** @param now ms since 1970 */
export async function readEngineFacts(
  engine: Engine,
  limits: Pick<CallOptions, 'signal' | 'timeouts'>,
  now: () => number,
): Promise<EngineFacts> {
  const sent = now()
  const asked = [engine.get('/version', limits), engine.get('/info', limits)] as const
  const [version, info] = await Promise.all(asked)
  const isDocker = !isPodman(version)
  const text = (name: string) => optionalField('GET /info', info, name, 'string')
  const [SystemTime, ID, Name = ''] = [text('SystemTime'), text('ID'), text('Name')]
  const number = optionalField('GET /version', version, 'Version', 'string') ?? '0'
  const theirs = SystemTime === undefined ? Number.NaN : Date.parse(SystemTime)
  // At most this much: the Engine read its clock after the request was sent. On one machine the two are one clock.
  const ahead = theirs - sent
  return {
    id: (isDocker && ID ? ID : Name).replaceAll('/', '_'),
    major: isDocker ? Number.parseInt(number, 10) || 0 : 0,
    clockAheadMs: Number.isFinite(ahead) && Math.abs(ahead) > SAME_CLOCK_MS ? ahead : 0,
  }
}
