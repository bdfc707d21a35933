// "fairlead/logs": containers' logs, one or many, and the Engine's events, that survive cut connections, restarts and slow consumers.
// Re-exports only.

export type { EventGap, EventsResumed } from './logs/event-follower.ts'
export type { FollowedEvent } from './logs/event-queue.ts'
export type { EngineNotice } from './logs/finder.ts'
export { type FollowOptions, follow } from './logs/follow.ts'
export { type FollowEventsOptions, followEvents } from './logs/follow-events.ts'
export type { EventFigures, EventNotice, FollowedEvents } from './logs/followed-events.ts'
export type { FollowedLog, LogFigures } from './logs/followed-log.ts'
export type { BatchCallback, LogBatch } from './logs/log-batch.ts'
export type { BatchOptions } from './logs/log-batches.ts'
export type { LogRecord } from './logs/log-record.ts'
export type { LogSource, LogTask } from './logs/log-source.ts'
export type { LogNotice } from './logs/notices.ts'
export { type ReadLogOptions, readLog } from './logs/read-log.ts'
export { type ContainerSelection, type TailOptions, tail } from './logs/tail.ts'
export type { SourceFigures, SourceNotice, TailFigures, TailNotice } from './logs/tail-types.ts'
export type { TailedLogs } from './logs/tailed-logs.ts'
