// gRPC's statuses, and the error that ends a call with one.
// grpc-message is percent-encoded UTF-8.

/** The codes that a session answers with. */
export const CODE = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const

/** Ends a call with a status. Its text goes to the daemon, which shows it as the reason of a failed build: it holds no secret. */
export class GrpcStatus extends Error {
  readonly status: number

  constructor(status: number, text: string) {
    super(text)
    this.status = status
  }
}

/** A text as grpc-message carries it. */
export function encodeText(text: string): string {
  let encoded = ''
  for (const byte of Buffer.from(text.slice(0, 2_000))) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25
    encoded += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}
