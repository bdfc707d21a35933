// A failed build as one error: the daemon's words, and what this side knows of the step that failed.
// The daemon sends a text alone. What went wrong is read from it, in the words of 20.10 and of newer releases.

import { EngineError, type EngineErrorFacts } from '../error.ts'
import type { BuildStep } from './trace/build-steps.ts'

/**
 * What a build failed of. 'run': a RUN step's program. 'dockerfile': the Dockerfile's syntax. 'file': a source of COPY or ADD.
 * 'secret', 'ssh': something required that was not offered. 'pull': a base image. 'canceled': it was cancelled. 'other': the rest.
 */
export type BuildProblem = 'run' | 'dockerfile' | 'file' | 'secret' | 'ssh' | 'pull' | 'canceled' | 'other'

/** What a {@link BuildError} reports besides the daemon's words. */
export interface BuildFailure {
  /** The step that failed; undefined if it was none. */
  readonly step: BuildStep | undefined
  /** The last lines of that step's output. */
  readonly lines: readonly string[]
  /** The Dockerfile's name. */
  readonly file: string
}

const PROBLEMS: readonly (readonly [BuildProblem, RegExp])[] = [
  ['run', /exit code: \d+/],
  [
    'dockerfile',
    /dockerfile parse error|dockerfile\.v0.*failed to create LLB definition: (?:failed to parse|the Dockerfile)/i,
  ],
  ['secret', /secret .*not found/],
  ['ssh', /ssh (?:key|forward)|unset ssh|no ssh/i],
  ['file', /failed to (?:compute cache key|calculate checksum)|failed to walk|not found in build context/],
  [
    'pull',
    /failed to resolve source metadata|pulling from host|unexpected status|pull access denied|failed to do request|failed to authorize|no active sessions/,
  ],
  ['canceled', /context canceled$/],
]

/** A build failed (ERR_ENGINE_STREAM). `reason` has the daemon's words. */
export class BuildError extends EngineError {
  override name = 'BuildError'
  /** What it failed of, see {@link BuildProblem}. */
  readonly problem: BuildProblem
  /** The step that failed; undefined if it was none. */
  readonly step: BuildStep | undefined
  /** The exit status of a RUN step's program; undefined for any other problem. */
  readonly exitCode: number | undefined
  /** The last lines of the failed step's output, at most 100. */
  readonly lines: readonly string[]
  /** The Dockerfile's name, if the error is in it. */
  readonly file: string | undefined
  /** The line in the Dockerfile, from 1; undefined if the daemon does not say it. */
  readonly line: number | undefined

  constructor(facts: EngineErrorFacts, failure: BuildFailure, options?: ErrorOptions) {
    super('ERR_ENGINE_STREAM', facts, options)
    const { reason } = facts
    this.problem = PROBLEMS.find(([, words]) => words.test(reason))?.[0] ?? 'other'
    this.step = failure.step
    this.lines = failure.lines
    const exit = this.problem === 'run' ? /exit code: (\d+)/.exec(reason)?.[1] : undefined
    this.exitCode = exit === undefined ? undefined : Number(exit)
    const line = /dockerfile parse error (?:on )?line (\d+)/i.exec(reason)?.[1]
    this.line = line === undefined ? undefined : Number(line)
    this.file = this.problem === 'dockerfile' ? failure.file : undefined
  }
}
