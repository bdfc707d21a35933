// "fairlead/testing": the embedded engine, for users who test without Docker. Programs are functions, pulls and builds
// tell what a script says, and answers can be spoilt. Re-exports only.

export { EmbeddedEngine, type EmbeddedEngineOptions, REQUESTS_KEPT } from './testing/engine.ts'
export type { Fault, FaultPlan, Faults, SeenRequest } from './testing/faults.ts'
export type { ImageDefaults } from './testing/images.ts'
export type { Output, Program, ProgramFiles, ProgramIo, TerminalSize } from './testing/program.ts'
export { type ProgressAction, ProgressError, type ProgressIo, type ProgressScript } from './testing/scripts.ts'
export { ProgramSignal } from './testing/signals.ts'
