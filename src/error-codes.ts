// The codes of all errors, and who is at fault. The lowest floor: imports nothing.
// docs/errors.md has a heading for each; a test compares the two. Each code is in exactly one list. CALLER alone is in every
// program: an error of another code is the peer's fault, unless the area that raises it says otherwise.

/** Who is at fault: the calling program, the peer (Engine or proxy: it broke the protocol or reported an error), or the network between them. */
export type Blame = 'caller' | 'peer' | 'network'

/** All begin with ERR_CONNECT, and no other does. */
const NETWORK = ['ERR_CONNECT', 'ERR_CONNECT_TIMEOUT', 'ERR_CONNECTION_CLOSED', 'ERR_CONNECTION_RESET'] as const

const CALLER = [
  // wire: the request cannot be written safely
  'ERR_REQUEST_SYNTAX',
  // stream: bodies
  'ERR_BODY_TOO_LARGE',
  'ERR_UPLOAD_LENGTH',
  'ERR_UPLOAD_SOURCE',
  'ERR_OUTPUT',
  // net: the connection
  'ERR_POOL_TIMEOUT',
  'ERR_ABORTED',
  'ERR_CLOSED',
  // engine: the request API
  'ERR_BODY_TAKEN',
  'ERR_BODY_UNTAKEN',
  'ERR_OPTION',
  'ERR_PATH',
  'ERR_CREDENTIALS',
  'ERR_ENDPOINT',
  'ERR_CONTEXT',
] as const

/** The caller's as well, but of areas above the core: their errors say the blame, so that who does not import the area has none of these. */
const AREA_CALLER = [
  // archive: local files
  'ERR_LOCAL_FILE',
  'ERR_IGNORE',
  'ERR_COPY',
  // buildkit
  'ERR_BUILD_SERVICE',
  // adapters
  'ERR_FETCH_TUNNEL',
] as const

const PEER = [
  // wire: the peer's bytes are not valid HTTP/1.1 (RFC 9112)
  'ERR_HEAD_SYNTAX',
  'ERR_HEAD_TOO_LARGE',
  'ERR_HTTP_VERSION',
  'ERR_FRAMING',
  'ERR_CHUNK_SYNTAX',
  'ERR_CHUNK_TOO_LARGE',
  'ERR_TRAILERS_TOO_LARGE',
  'ERR_UNASKED_UPGRADE',
  'ERR_TRUNCATED_HEAD',
  'ERR_TRUNCATED_BODY',
  // stream: the bytes inside a body
  'ERR_FRAME_TYPE',
  'ERR_TRUNCATED_FRAME',
  'ERR_RECORD_SYNTAX',
  'ERR_RECORD_TOO_LARGE',
  'ERR_TRUNCATED_RECORD',
  // net: the connection
  'ERR_HEAD_TIMEOUT',
  'ERR_IDLE_TIMEOUT',
  // engine: the request API
  'ERR_ENGINE',
  'ERR_ENGINE_STREAM',
  'ERR_TUNNEL_READ_ONLY',
  'ERR_EXEC_NOT_STARTED',
  'ERR_EXEC_RUNNING',
  'ERR_API_VERSION',
  // logs
  'ERR_LOG_GAP',
  'ERR_EVENT_GAP',
  // containers
  'ERR_WAIT_FAILED',
  'ERR_WAIT_TIMEOUT',
  'ERR_EXEC_TIMEOUT',
  'ERR_EXEC_KILL',
  // archive: a tar archive
  'ERR_ARCHIVE',
  // buildkit
  'ERR_BUILD_SESSION',
  'ERR_NO_BUILDKIT',
  // adapters
  'ERR_FETCH_REDIRECT',
] as const

/** A code whose error must say that the caller is at fault. */
export type AreaCallerCode = (typeof AREA_CALLER)[number]

/** The `code` of a {@link FairleadError}. */
export type ErrorCode = (typeof NETWORK | typeof CALLER | typeof AREA_CALLER | typeof PEER)[number]

/** Every {@link ErrorCode} with its {@link Blame}. */
export const errorCodes = Object.fromEntries([
  ...[...NETWORK, ...CALLER, ...PEER].map((code) => [code, blameOf(code)]),
  ...AREA_CALLER.map((code) => [code, 'caller']),
]) as Readonly<
  Record<(typeof NETWORK)[number], 'network'> &
    Record<(typeof CALLER | typeof AREA_CALLER)[number], 'caller'> &
    Record<(typeof PEER)[number], 'peer'>
>

/** Who is at fault, if the error itself does not say it. */
export function blameOf(code: ErrorCode): Blame {
  if (code.startsWith('ERR_CONNECT')) return 'network'
  return (CALLER as readonly ErrorCode[]).includes(code) ? 'caller' : 'peer'
}
