// "fairlead/testing": the embedded engine, for users who test without Docker.
// Re-exports only.

export { EmbeddedEngine, type EmbeddedEngineOptions, REQUESTS_KEPT } from './testing/engine.ts'
export type { Fault, FaultPlan, Faults, SeenRequest } from './testing/faults.ts'
export type { ImageDefaults } from './testing/images.ts'
export type { Output, Program, ProgramIo } from './testing/program.ts'
export { ProgramSignal } from './testing/signals.ts'
