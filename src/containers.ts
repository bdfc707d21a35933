// "fairlead/containers": what programs do with containers beyond single calls: waiting until one is ready, ending an exec, measuring,
// watching, showing progress.
// Re-exports only.

export { exec, type KillableExecOptions } from './containers/exec/exec.ts'
export type { KillSetup } from './containers/exec/kill-marked.ts'
export { KillableSession, type KillableStartOptions, startExec } from './containers/exec/killable-session.ts'
export {
  type LayerProgress,
  type ProgressState,
  progressEnd,
  progressNext,
  progressStart,
} from './containers/progress/progress-state.ts'
export { type ProgressStatesOptions, progressStates } from './containers/progress/progress-states.ts'
export { type DiskUsage, type DiskUsageOptions, type DiskUsagePart, diskUsage } from './containers/usage/disk-usage.ts'
export { type Usage, usage } from './containers/usage/usage.ts'
export { type UsageRow, type Usages, type UsagesOptions, usages } from './containers/usage/usages.ts'
export type { Condition } from './containers/wait/condition.ts'
export { all, any, exit, healthy, log } from './containers/wait/conditions.ts'
export { type HttpOptions, http } from './containers/wait/http.ts'
export { type PortOptions, port } from './containers/wait/port.ts'
export { WaitError, type WaitFacts } from './containers/wait/wait-error.ts'
export { type WaitForOptions, waitFor } from './containers/wait/wait-for.ts'
export { type EngineEvent, engineEvent, type Health } from './containers/watch/engine-event.ts'
export type {
  Watched,
  WatchedContainer,
  WatchedImage,
  WatchedNetwork,
  WatchedService,
  WatchedVolume,
  WatchKind,
} from './containers/watch/kinds.ts'
export type { AwayNotice, Change, ChangeOf, SyncedNotice, WatchItem } from './containers/watch/pending.ts'
export { type WatchOptions, watch } from './containers/watch/watch.ts'
export type { Watch } from './containers/watch/watched.ts'
export { type ParsedImageReference, parseImageReference } from './recipes/shared/image-reference.ts'
