// The messages of a build session and of BuildKit's trace, with the field numbers of their .proto files.
// Field names are this library's; only the numbers are on the wire.

import { message, type ValueOf } from './protobuf.ts'

// fsutil: file sync

/** What a file system entry is. Modes are Go's FileMode, see MODE. */
export const Stat = message({
  path: [1, 'name'],
  mode: [2, 'int'],
  uid: [3, 'int'],
  gid: [4, 'int'],
  size: [5, 'int'],
  /** ns since 1970. */
  modTime: [6, 'long'],
  linkName: [7, 'name'],
  devMajor: [8, 'int'],
  devMinor: [9, 'int'],
  xattrs: [10, 'bytes', 'map'],
})
/** A decoded {@link Stat}. */
export type Stat = ValueOf<typeof Stat>

/** The types of a {@link Packet}. */
export const PACKET = { stat: 0, request: 1, data: 2, fin: 3, error: 4 } as const

/** A packet of file sync: one of {@link PACKET}. */
export const Packet = message({
  type: [1, 'int'],
  stat: [2, Stat],
  id: [3, 'int'],
  data: [4, 'bytes'],
})
/** A decoded {@link Packet}. */
export type Packet = ValueOf<typeof Packet>

/** Bits of Go's FileMode; the lowest nine are the permissions. */
export const MODE = {
  directory: 2 ** 31,
  symlink: 2 ** 27,
  device: 2 ** 26,
  pipe: 2 ** 25,
  socket: 2 ** 24,
  setuid: 2 ** 23,
  setgid: 2 ** 22,
  characterDevice: 2 ** 21,
  sticky: 2 ** 20,
  irregular: 2 ** 19,
} as const

/** Whether a mode is that of a regular file. */
export function isRegular(mode: number): boolean {
  return (mode & REGULAR_MASK) === 0
}
const REGULAR_MASK =
  MODE.directory | MODE.symlink | MODE.device | MODE.pipe | MODE.socket | MODE.characterDevice | MODE.irregular

/** Whether a mode is that of a directory. */
export function isDirectory(mode: number): boolean {
  return mode >= MODE.directory
}

/** A piece of a byte stream: outputs, the ssh agent. */
export const BytesMessage = message({ data: [1, 'bytes'] })

// Services

/** Asks for the credentials of a registry. */
export const CredentialsRequest = message({ host: [1, 'string'] })
/** Credentials; both empty: none. Without a user the secret is an identity token. */
export const CredentialsResponse = message({ username: [1, 'string'], secret: [2, 'string'] })
/** Asks for the key of who fetches a registry's tokens. The salt is the daemon's own. */
export const TokenAuthorityRequest = message({ host: [1, 'string'], salt: [2, 'bytes'] })
/** The public half of an Ed25519 key: 32 bytes. */
export const TokenAuthorityResponse = message({ publicKey: [1, 'bytes'] })
/** Asks whether this side still has the key, by bytes to sign. */
export const VerifyAuthorityRequest = message({ host: [1, 'string'], payload: [2, 'bytes'], salt: [3, 'bytes'] })
/** The signature, and behind it the payload. */
export const VerifyAuthorityResponse = message({ signed: [1, 'bytes'] })
/** Asks for a bearer token from a registry's token server, the realm. */
export const FetchTokenRequest = message({
  clientId: [1, 'string'],
  host: [2, 'string'],
  realm: [3, 'string'],
  service: [4, 'string'],
  scopes: [5, 'string', 'repeated'],
})
/** A token: its life in seconds, and its birth in seconds since 1970. */
export const FetchTokenResponse = message({ token: [1, 'string'], expiresIn: [2, 'int'], issuedAt: [3, 'int'] })
/** Asks for a secret. */
export const GetSecretRequest = message({ id: [1, 'string'], annotations: [2, 'string', 'map'] })
/** A secret's value. */
export const GetSecretResponse = message({ data: [1, 'bytes'] })
/** Asks whether there is an ssh agent; an empty id is `default`. */
export const CheckAgentRequest = message({ id: [1, 'string'] })
/** There is that agent. */
export const CheckAgentResponse = message({})
/** How the session is: 1 is serving. */
export const HealthCheckResponse = message({ status: [1, 'int'] })

// The trace

const Timestamp = message({ seconds: [1, 'int'], nanos: [2, 'int'] })
/** A time: seconds since 1970, and nanoseconds. */
export type Timestamp = ValueOf<typeof Timestamp>

const ProgressGroup = message({ id: [1, 'string'], name: [2, 'string'], weak: [3, 'bool'] })

const Vertex = message({
  digest: [1, 'string'],
  inputs: [2, 'string', 'repeated'],
  name: [3, 'string'],
  cached: [4, 'bool'],
  started: [5, Timestamp],
  completed: [6, Timestamp],
  error: [7, 'string'],
  group: [8, ProgressGroup],
})
/** A step of a build, as the daemon reports it. */
export type Vertex = ValueOf<typeof Vertex>

const VertexStatus = message({
  id: [1, 'string'],
  vertex: [2, 'string'],
  name: [3, 'string'],
  current: [4, 'int'],
  total: [5, 'int'],
  timestamp: [6, Timestamp],
  started: [7, Timestamp],
  completed: [8, Timestamp],
})
/** Progress within a step. */
export type VertexStatus = ValueOf<typeof VertexStatus>

const VertexLog = message({
  vertex: [1, 'string'],
  timestamp: [2, Timestamp],
  stream: [3, 'int'],
  data: [4, 'bytes'],
})
/** A piece of a step's output. */
export type VertexLog = ValueOf<typeof VertexLog>

const SourceInfo = message({ file: [1, 'string'], data: [2, 'bytes'], language: [4, 'string'] })
const Position = message({ line: [1, 'int'], character: [2, 'int'] })
const Range = message({ start: [1, Position], end: [2, Position] })

const VertexWarning = message({
  vertex: [1, 'string'],
  level: [2, 'int'],
  short: [3, 'bytes'],
  detail: [4, 'bytes', 'repeated'],
  url: [5, 'string'],
  info: [6, SourceInfo],
  ranges: [7, Range, 'repeated'],
})
/** A warning about a step. */
export type VertexWarning = ValueOf<typeof VertexWarning>

/** One report of a build's progress. */
export const StatusResponse = message({
  vertexes: [1, Vertex, 'repeated'],
  statuses: [2, VertexStatus, 'repeated'],
  logs: [3, VertexLog, 'repeated'],
  warnings: [4, VertexWarning, 'repeated'],
})
/** A decoded {@link StatusResponse}. */
export type StatusResponse = ValueOf<typeof StatusResponse>
