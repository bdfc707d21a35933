// "fairlead/logs": containers' logs, one or many, and the Engine's events, that survive cut connections, restarts and slow consumers.
// Re-exports only.

export type { EventGap, EventsResumed } from './logs/events/event-follower.ts'
export type { FollowedEvent } from './logs/events/event-queue.ts'
export { type FollowEventsOptions, followEvents } from './logs/events/follow-events.ts'
export type { EventFigures, EventNotice, FollowedEvents } from './logs/events/followed-events.ts'
export { type FollowOptions, follow } from './logs/follow/follow.ts'
export type { FollowedLog, LogFigures } from './logs/follow/followed-log.ts'
export { type ReadLogOptions, readLog } from './logs/follow/read-log.ts'
export type { EngineNotice } from './logs/port/finder.ts'
export type { BatchCallback, LogBatch } from './logs/records/log-batch.ts'
export type { BatchOptions } from './logs/records/log-batches.ts'
export type { LogRecord } from './logs/records/log-record.ts'
export type { LogSource, LogTask } from './logs/records/log-source.ts'
export type { LogNotice } from './logs/records/notices.ts'
export { type ContainerSelection, type TailOptions, tail } from './logs/tail/tail.ts'
export type { SourceFigures, SourceNotice, TailFigures, TailNotice } from './logs/tail/tail-types.ts'
export type { TailedLogs } from './logs/tail/tailed-logs.ts'
