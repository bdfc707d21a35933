// port(): something listens on a TCP port of the container. The container's own view is the certain one: its kernel's table of sockets,
// read by a shell inside. Without a shell, the published port is dialled. Engine fact: docker-proxy accepts every connection, and
// closes it at once if nothing listens behind it; so a connection counts when it stays open for a moment, or has data.
// The shell looks for two seconds per exec and ends by itself: nothing else could end it if this process died.

import net from 'node:net'
import { checkOptions, type Kinds, TEXT } from '../../check.ts'
import { FairleadError } from '../../error.ts'
import { clearTimeout, setTimeout } from '../../net/base/timers.ts'
import { LinkedSignal } from '../../recipes/shared/linked-signal.ts'
import { scriptInside } from '../shared/inside.ts'
import type { Condition, Watched } from './condition.ts'
import { type ProbeResult, probeWhileRunning, reasonOf } from './probing.ts'
import { type Address, addressOf } from './published.ts'

/** Options of {@link port}. */
export interface PortOptions {
  /** The host to dial a published port on. Default: the address it is published on; the Engine's host, if that is every address. */
  host?: string | undefined
}

const PORT: Kinds<PortOptions> = { host: TEXT }

/** How long a connection to a published port must stay open, in ms. */
export const SETTLED_MS = 100
/** How long a connection to a published port may take, in ms. */
export const DIAL_MS = 5_000

/** How long one exec that looks may take before the port is looked at from outside, in ms. */
export const LOOK_INSIDE_MS = 10_000

/** How often the shell looks per exec. */
const LOOKS = 20
const OPEN = 'fairlead: open'

/**
 * Met when a program in the container listens on this TCP port, on any of its addresses. A shell in the container looks (`sh` and
 * `/proc`, on Linux); if the image has none, the published port is dialled, and a connection counts that stays open for 100 ms.
 * Fails when the container ends, and when neither is possible.
 * @param number the port inside the container, 1 to 65,535
 * @throws FairleadError ERR_OPTION.
 */
export function port(number: number, options: PortOptions = {}): Condition {
  checkPort('port()', number)
  checkOptions('port()', options, PORT)
  return {
    text: `port(${number})`,
    begin(container, verdict) {
      let hasShell = true
      probeWhileRunning(container, verdict, async () => {
        if (hasShell) {
          const inside = await lookInside(container, number)
          if (inside !== undefined) return inside
          hasShell = false
        }
        const address = addressOf(container.engine, container.state, number, options.host)
        if ('missing' in address) return { failed: `${address.missing}, and its image has no shell to look inside` }
        return await dial(address, container.signal)
      })
    },
  }
}

/** @throws FairleadError ERR_OPTION if it is no port. */
export function checkPort(where: string, number: unknown): void {
  if (Number.isInteger(number) && (number as number) > 0 && (number as number) < 65_536) return
  throw new FairleadError('ERR_OPTION', `${where}: expected a port, a whole number from 1 to 65535`)
}

/** Looks for a listening socket (state 0A) of the port `$1`, four hexadecimal digits. Only the pause needs a program of its own. */
const LOOKING_SCRIPT = `i=0
while [ $i -lt ${LOOKS} ]; do
  for table in /proc/net/tcp /proc/net/tcp6; do
    [ -r $table ] || continue
    while read -r n local remote state rest; do
      case "$local $state" in *:"$1 0A") echo "${OPEN}"; exit 0;; esac
    done < $table
  done
  i=$((i + 1))
  sleep 0.1 2>/dev/null || { sleep 1; i=$((i + 9)); } || exit 1
done`

function hexOf(number: number): string {
  return number.toString(16).toUpperCase().padStart(4, '0')
}

/** Looks from inside for two seconds; undefined if the container cannot run a shell. */
async function lookInside({ engine, state, signal: outer }: Watched, number: number): Promise<ProbeResult | undefined> {
  const linked = new LinkedSignal(outer)
  const { signal } = linked
  const timer = setTimeout(() => linked.abort(undefined), LOOK_INSIDE_MS)
  try {
    const output = await scriptInside(engine, state.id, LOOKING_SCRIPT, [hexOf(number)], { signal })
    if (output === undefined) return undefined
    return output.includes(OPEN) ? { met: true } : { seen: 'nothing listens on it' }
  } catch (error) {
    if (signal.aborted && !outer.aborted) return undefined
    throw error
  } finally {
    clearTimeout(timer)
    linked.release()
  }
}

/** Dials an address; met if the connection stays open for {@link SETTLED_MS} or has data. */
function dial({ host, port }: Address, signal: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const where = `${host.includes(':') ? `[${host}]` : host}:${port}`
    const socket = net.connect({ host, port, signal })
    const end = (result: ProbeResult) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(result)
    }
    let timer = setTimeout(() => end({ seen: `${where} did not accept within ${DIAL_MS} ms` }), DIAL_MS)
    socket.on('connect', () => {
      clearTimeout(timer)
      timer = setTimeout(() => end({ met: true }), SETTLED_MS)
    })
    socket.on('data', () => end({ met: true }))
    socket.on('error', (error) => end({ seen: `${where}: ${reasonOf(error)}` }))
    socket.on('close', () => end({ seen: `${where} closed the connection at once` }))
  })
}
