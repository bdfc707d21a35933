// "fairlead/buildkit": builds with BuildKit: secrets, ssh, caches, contexts of which only what is needed is sent.
// buildImage() does all of it; openBuildSession() and BuildTrace are its parts, for adapters.

export { BuildError, type BuildProblem } from './buildkit/build-error.ts'
export { buildImage, type ImageBuildOptions } from './buildkit/build-image.ts'
export { BuildProgress, type ImageBuildResult } from './buildkit/build-progress.ts'
export type { BuildSource } from './buildkit/context/build-source.ts'
export { folderTree } from './buildkit/context/folder-tree.ts'
export type { MemoryFile, MemoryFiles } from './buildkit/context/memory-tree.ts'
export { memoryTree } from './buildkit/context/memory-tree.ts'
export type { Tree, TreeEntry, TreeFile, TreeFilter } from './buildkit/context/tree.ts'
export { MAX_METADATA_BYTES, MAX_METADATA_FIELDS, MAX_OPEN_CALLS } from './buildkit/grpc/grpc-connection.ts'
export { MAX_MESSAGE_BYTES, MAX_UNREAD_BYTES } from './buildkit/grpc/message-reader.ts'
export { MAX_REPEATED } from './buildkit/proto/protobuf.ts'
export { MAX_AGENT_MESSAGE_BYTES } from './buildkit/session/agent-frames.ts'
export type { AuthTokens, BuildAuth } from './buildkit/session/auth.ts'
export { type BuildOutput, MAX_OUTPUT_ENTRIES } from './buildkit/session/output.ts'
export { type BuildSecret, type BuildSecrets, MAX_SECRET_BYTES } from './buildkit/session/secrets.ts'
export { type BuildServices, BuildSession, openBuildSession } from './buildkit/session/session.ts'
export type { SshAgent, SshAgents } from './buildkit/session/ssh.ts'
export { MAX_CONTEXT_ENTRIES, type Sent } from './buildkit/session/sync-send.ts'
export { MAX_TOKEN_BYTES, TOKEN_TIMEOUT_MS } from './buildkit/session/token-fetch.ts'
export type { BuildVia } from './buildkit/session/way-in.ts'
export {
  type BuildEvent,
  type BuildRange,
  type BuildStatus,
  BuildTrace,
  type BuildWarning,
  MAX_BUILD_WARNINGS,
} from './buildkit/trace/build-events.ts'
export { BuildLines } from './buildkit/trace/build-lines.ts'
export { type BuildStep, type BuildStepState, MAX_BUILD_STEPS } from './buildkit/trace/build-steps.ts'
export { MAX_TAIL_LINES } from './buildkit/trace/step-tail.ts'
