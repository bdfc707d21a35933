// The package's front door: connect, the Engine, its errors and types.
// Re-exports only; nothing is done when it is loaded.

export type { Endpoint } from './endpoint/parse.ts'
export { type EndpointOptions, type Resolved, resolveEndpoint } from './endpoint/resolve.ts'
export type { TlsOptions } from './endpoint/tls.ts'
export type { BeforeFunction, BeforeRequest, TraceparentFunction } from './engine/before.ts'
export { connect, Engine } from './engine/engine.ts'
export type { Moment } from './engine/moment.ts'
export type {
  CallOptions,
  ConnectOptions,
  CredentialOptions,
  Method,
  NegotiationMode,
  RequestOptions,
  RequiresFunction,
  Timeouts,
} from './engine/options.ts'
export type { PipeOutputs } from './engine/pipe.ts'
export type { FrameOptions, Readings } from './engine/readings.ts'
export type { AuthConfig, RegistryConfig } from './engine/registry-auth.ts'
export type {
  BodyOptions,
  ByteResponse,
  EmptyResponse,
  FrameResponse,
  JsonResponse,
  RecordResponse,
  TextResponse,
} from './engine/replies.ts'
export { Response } from './engine/response.ts'
export type * as Schema from './engine/schema.ts'
export type {
  ContainerBlkioStatEntry as BlkioEntry,
  ContainerCPUStats as CpuStats,
  ContainerMemoryStats as MemoryStats,
  ContainerNetworkStats as NetworkStats,
  components,
  operations,
  paths,
  SystemVersion as ServerVersion,
} from './engine/schema.ts'
export type { TargetOptions } from './engine/target.ts'
export { Tunnel } from './engine/tunnel.ts'
export type {
  AnswerOf,
  OptionsOf,
  PathOf,
  ResponseOf,
  Sent,
  TunnelOf,
  TunnelPath,
  UpgradeOf,
  UpgradePath,
  ValuePath,
} from './engine/types.ts'
export type { TunnelOptions, UntypedEngine, Upgraded, UpgradeOptions } from './engine/untyped.ts'
export type { PathParameters, Query, QueryValue } from './engine/url.ts'
export type { ClientVersion, Versions } from './engine/version-report.ts'
export { type Blame, EngineError, type EngineErrorFacts, type ErrorCode, errorCodes, FairleadError } from './error.ts'
export type { Ending as ConnectionEnding } from './net/conversation.ts'
export type { DialFunction } from './net/dial-custom.ts'
export type { PoolCounts, PoolOptions } from './net/pool.ts'
export type {
  ConnectionEvent,
  EndpointFacts,
  RequestEvent,
  RetryEvent,
  TunnelEvent,
} from './net/trace-events.ts'
export { type AttachOptions, attach } from './recipes/attach.ts'
export type { Auth, CredentialSource } from './recipes/auth.ts'
export { type BuildOptions, type BuildResult, build } from './recipes/build.ts'
export type { OutputOptions, Outputs } from './recipes/capture.ts'
export { type CopiedFrom, type CopyFromOptions, copyFrom } from './recipes/copy-from.ts'
export { type CopyToOptions, copyTo } from './recipes/copy-to.ts'
export { type CredentialsOptions, credentials } from './recipes/credentials.ts'
export { type EventFilter, type EventMessage, type EventsOptions, events } from './recipes/events.ts'
export { type ExecOptions, type ExecResult, exec } from './recipes/exec.ts'
export {
  type ExecSession,
  type ExecSetup,
  execDetached,
  type StartExecOptions,
  startExec,
} from './recipes/exec-session.ts'
export { type ExportOptions, exportContainer } from './recipes/export-container.ts'
export { type ImportOptions, type ImportResult, importImage } from './recipes/import-image.ts'
export { type LoadOptions, type LoadResult, load } from './recipes/load.ts'
export type { LogLines } from './recipes/log-lines.ts'
export { type LogsOptions, logs } from './recipes/logs.ts'
export type { PathStat, PathType } from './recipes/path-stat.ts'
export type { Progress, ProgressDetail, ProgressRecord } from './recipes/progress.ts'
export { type PullOptions, type PullResult, pull } from './recipes/pull.ts'
export { type PushedTag, type PushOptions, type PushResult, push } from './recipes/push.ts'
export type { RecordStream } from './recipes/record-stream.ts'
export { type ResizeOptions, resize, type TtySize } from './recipes/resize.ts'
export { type RunOptions, type RunResult, type RunSpec, run } from './recipes/run.ts'
export { type SaveOptions, save } from './recipes/save.ts'
export type { LogLine } from './recipes/stamped-lines.ts'
export { type StatPathOptions, statPath } from './recipes/stat-path.ts'
export { type Stats, type StatsOnceOptions, type StatsOptions, stats, statsOnce } from './recipes/stats.ts'
export { type Exit, type Waiting, type WaitOptions, wait } from './recipes/wait.ts'
export type { FrameHandler } from './stream/demux.ts'
export type { Frame, StreamName } from './stream/iterate.ts'
export type { Line } from './stream/lines.ts'
export type { ByteHandler, ByteSource } from './stream/source.ts'
export type { UploadBody } from './stream/upload.ts'
export type { Head } from './wire/head.ts'
