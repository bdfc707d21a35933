// The package's front door: connect, the Engine, its errors and types. Re-exports only.

export type { Endpoint } from './endpoint/parse.ts'
export { connect, Engine, type Method, type TunnelOptions, type Upgraded } from './engine/engine.ts'
export type { ConnectOptions, RequestOptions, Timeouts } from './engine/options.ts'
export type { PipeOutputs } from './engine/pipe.ts'
export type { FrameOptions, Readings } from './engine/readings.ts'
export { Response } from './engine/response.ts'
export { Tunnel } from './engine/tunnel.ts'
export type { PathParameters, Query, QueryValue } from './engine/url.ts'
export { type Blame, EngineError, type EngineErrorFacts, type ErrorCode, errorCodes, FairleadError } from './error.ts'
export type { PoolCounts, PoolOptions } from './net/pool.ts'
export { type AttachOptions, attach } from './recipes/attach.ts'
export type { OutputOptions, Outputs } from './recipes/capture.ts'
export { type ExecOptions, type ExecResult, exec } from './recipes/exec.ts'
export {
  type ExecSession,
  type ExecSetup,
  execDetached,
  type StartExecOptions,
  startExec,
} from './recipes/exec-session.ts'
export type { LogLines } from './recipes/log-lines.ts'
export { type LogsOptions, logs } from './recipes/logs.ts'
export type { Moment } from './recipes/moment.ts'
export { type ResizeOptions, resize, type TtySize } from './recipes/resize.ts'
export { type RunOptions, type RunResult, type RunSpec, run } from './recipes/run.ts'
export type { LogLine } from './recipes/stamped-lines.ts'
export { type Exit, type Waiting, type WaitOptions, wait } from './recipes/wait.ts'
export type { FrameHandler } from './stream/demux.ts'
export type { Frame, StreamName } from './stream/iterate.ts'
export type { Line } from './stream/lines.ts'
export type { ByteHandler, ByteSource } from './stream/source.ts'
export type { UploadBody } from './stream/upload.ts'
export type { Head } from './wire/head.ts'
