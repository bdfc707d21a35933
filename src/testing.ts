// "fairlead/testing": the embedded Engine, for tests without Docker. Its programs are functions, its pulls and builds
// follow scripts, and faults can be injected into its responses. Re-exports only.

export type { Output, Program, ProgramFiles, ProgramIo, TerminalSize } from './testing/base/program.ts'
export { ProgramSignal } from './testing/base/signals.ts'
export type { ImageDefaults } from './testing/daemon/images.ts'
export { type ProgressAction, ProgressError, type ProgressIo, type ProgressScript } from './testing/daemon/scripts.ts'
export { EmbeddedEngine, type EmbeddedEngineOptions, REQUESTS_KEPT } from './testing/engine.ts'
export type { Fault, FaultPlan, Faults, SeenRequest } from './testing/http/faults.ts'
