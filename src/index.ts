// The package's main entry point: connect(), Engine, the recipes, errors and types.
// Re-exports only, without side effects.

export type { Endpoint } from './endpoint/parse.ts'
export { type EndpointOptions, type Resolved, resolveEndpoint } from './endpoint/resolve.ts'
export type { SshOptions } from './endpoint/ssh.ts'
export type { TlsOptions } from './endpoint/tls.ts'
export { connect, Engine } from './engine/engine.ts'
export type { EventFilter, EventFilters } from './engine/request/event-filters.ts'
export type {
  BeforeFunction,
  BeforeRequest,
  CallOptions,
  ConnectOptions,
  CredentialOptions,
  Method,
  NegotiationMode,
  RequestOptions,
  RequiresFunction,
  Timeouts,
  TraceparentFunction,
} from './engine/request/options.ts'
export type { AuthConfig, RegistryConfig } from './engine/request/registry-auth.ts'
export type { TargetOptions } from './engine/request/target.ts'
export type { Timestamp } from './engine/request/timestamp.ts'
export type { PathParameters, Query, QueryValue } from './engine/request/url.ts'
export type { BodyReaders } from './engine/response/body-readers.ts'
export type { FrameOptions } from './engine/response/frame-options.ts'
export type { PipeOutputs } from './engine/response/pipe.ts'
export { EngineResponse } from './engine/response/response.ts'
export type {
  BodyOptions,
  ByteResponse,
  EmptyResponse,
  FrameResponse,
  JsonResponse,
  RecordResponse,
  ResponseHead,
  TextResponse,
} from './engine/response/response-types.ts'
export { Tunnel } from './engine/response/tunnel.ts'
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
export type {
  DeepReadonly,
  OptionsOf,
  PathOf,
  ResponseOf,
  TunnelOf,
  TunnelPath,
  UpgradeOf,
  UpgradePath,
  ValueOf,
  ValuePath,
} from './engine/types.ts'
export type { TunnelOptions, UntypedEngine, Upgraded, UpgradeOptions } from './engine/untyped.ts'
export type { ClientVersion, Versions } from './engine/version-report.ts'
export {
  EngineError,
  type EngineErrorFacts,
  type EngineErrorKind,
  FairleadError,
} from './error.ts'
export { type Blame, type ErrorCode, errorCodes } from './error-codes.ts'
export type { PoolCounts, PoolLimits } from './net/pool.ts'
export type { DialFunction } from './net/socket/dial-custom.ts'
export type {
  ConnectionEvent,
  Ending as ConnectionEnding,
  EndpointFacts,
  RequestEvent,
  RetryEvent,
  TunnelEvent,
} from './net/trace/trace-events.ts'
export { type AttachOptions, attach } from './recipes/containers/attach.ts'
export { type CopyFromOptions, type CopyFromResult, copyFrom } from './recipes/containers/copy-from.ts'
export { type CopyToOptions, copyTo } from './recipes/containers/copy-to.ts'
export { type ExecOptions, type ExecResult, exec } from './recipes/containers/exec.ts'
export {
  type ExecSession,
  type ExecSetup,
  execDetached,
  type StartExecOptions,
  startExec,
} from './recipes/containers/exec-session.ts'
export { type ExportOptions, exportContainer } from './recipes/containers/export-container.ts'
export type { LogLines } from './recipes/containers/log-lines.ts'
export { type LogsOptions, logs } from './recipes/containers/logs.ts'
export type { OutputOptions, Outputs, OwnBuffer } from './recipes/containers/output-collector.ts'
export type { PathStat, PathType } from './recipes/containers/path-stat.ts'
export { type ResizeOptions, resize, type TtySize } from './recipes/containers/resize.ts'
export { type RunOptions, type RunResult, type RunSpec, run } from './recipes/containers/run.ts'
export type { LogLine } from './recipes/containers/stamped-lines.ts'
export { type StatPathOptions, statPath } from './recipes/containers/stat-path.ts'
export { type Stats, type StatsOnceOptions, type StatsOptions, stats, statsOnce } from './recipes/containers/stats.ts'
export { type Exit, type PendingWait, type WaitOptions, wait } from './recipes/containers/wait.ts'
export type { Auth, CredentialSource } from './recipes/credentials/auth.ts'
export { type CredentialsOptions, credentials } from './recipes/credentials/credentials.ts'
export { type EventMessage, type EventsOptions, events } from './recipes/events.ts'
export { type BuildOptions, type BuildResult, build } from './recipes/images/build.ts'
export { type ImportOptions, type ImportResult, importImage } from './recipes/images/import-image.ts'
export { type LoadOptions, type LoadResult, load } from './recipes/images/load.ts'
export type { Progress, ProgressDetail, ProgressRecord } from './recipes/images/progress.ts'
export { type PullOptions, type PullResult, pull } from './recipes/images/pull.ts'
export { type PushedTag, type PushOptions, type PushResult, push } from './recipes/images/push.ts'
export { type SaveOptions, save } from './recipes/images/save.ts'
export type { RecordStream } from './recipes/shared/record-stream.ts'
export type { FrameHandler } from './stream/parse/demux.ts'
export type { Line } from './stream/parse/lines.ts'
export type { Frame, StreamName } from './stream/read/iterate.ts'
export type { ByteHandler, ByteSource, OwnBytes } from './stream/source.ts'
export type { UploadBody } from './stream/upload/upload.ts'
export type { Head } from './wire/head.ts'
