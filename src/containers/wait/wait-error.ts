// The error of a wait that was not met: what was waited for, and what the container was like at that moment.
// Its message shows the container's last log lines and its last health check's output, which a reader needs most.

import { FairleadError } from '../../error.ts'

/** What a {@link WaitError} reports of the container. */
export interface WaitFacts {
  /** The Engine's word: 'created', 'running', 'paused', 'restarting', 'exited', 'dead', 'removing'; 'removed' if it no longer exists; 'unknown' if the Engine did not respond. */
  state: string
  /** The exit code of its last run, 0 to 255; undefined while it runs and before its first start. */
  exitCode: number | undefined
  /** 'starting', 'healthy' or 'unhealthy'; undefined without a health check. */
  health: string | undefined
  /** The output of its last health check; undefined if there was none. */
  healthOutput: string | undefined
  /** The exit code of its last health check; undefined if there was none. */
  healthExitCode: number | undefined
  /** The last lines of its log, oldest first; at most 10. */
  lines: readonly string[]
}

/** How much of a health check's output, and of one log line, a message shows, in characters. */
export const SHOWN_CHARS = 500

/** A container did not become what {@link waitFor} waited for: ERR_WAIT_TIMEOUT, or ERR_WAIT_FAILED when it no longer can. */
export class WaitError extends FairleadError implements WaitFacts {
  override name = 'WaitError'
  override readonly container: string
  /** The condition, as a program writes it: `log("ready")`. */
  readonly condition: string
  readonly state: string
  readonly exitCode: number | undefined
  readonly health: string | undefined
  readonly healthOutput: string | undefined
  readonly healthExitCode: number | undefined
  readonly lines: readonly string[]

  constructor(
    code: 'ERR_WAIT_FAILED' | 'ERR_WAIT_TIMEOUT',
    what: { container: string; condition: string; why: string },
    facts: WaitFacts,
  ) {
    super(
      code,
      [`waiting for ${what.condition}: ${what.why} (container ${what.container})`, ...described(facts)].join('\n'),
    )
    this.container = what.container
    this.condition = what.condition
    this.state = facts.state
    this.exitCode = facts.exitCode
    this.health = facts.health
    this.healthOutput = facts.healthOutput
    this.healthExitCode = facts.healthExitCode
    this.lines = facts.lines
  }
}

/** The lines of a message that describe the container. */
function described({ state, exitCode, health, healthOutput, healthExitCode, lines }: WaitFacts): string[] {
  const about = [`state: ${state}`]
  if (exitCode !== undefined) about.push(`exit code ${exitCode}`)
  if (health !== undefined) about.push(`health: ${health}`)
  const text = [about.join(', ')]
  if (healthOutput !== undefined) {
    text.push(`last health check: exit code ${healthExitCode}, ${shown(healthOutput.trim()) || 'no output'}`)
  }
  if (lines.length > 0) text.push('last lines of its log:', ...lines.map((line) => `  ${shown(line)}`))
  else if (state !== 'removed' && state !== 'unknown') text.push('its log has no lines')
  return text
}

function shown(text: string): string {
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text
}
