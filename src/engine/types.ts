// Turns a path literal into a signature: method and path → options and response, from the generated schema. Types only.
// An operation is looked up by its route. The schema's `streams` and `hijacks` say whether its response is a value, a stream or
// a tunnel. Everything is resolved once a literal is known, so that hovers show the schema's own names.

import type { UploadBody } from '../stream/upload/upload.ts'
import type { CallOptions, CredentialOptions, Method } from './request/options.ts'
import type { AuthConfig } from './request/registry-auth.ts'
import type {
  ByteResponse,
  EmptyResponse,
  FrameResponse,
  JsonResponse,
  RecordResponse,
  TextResponse,
} from './response/response-types.ts'
import type { hijacks, paths, streamRoutes, streams, valueRoutes } from './schema.ts'

type Hijack = hijacks[keyof hijacks]
type Operation<M extends Method, P> = P extends keyof valueRoutes[M]
  ? valueRoutes[M][P]
  : P extends keyof streamRoutes[M]
    ? streamRoutes[M][P]
    : never

/** Paths for `get`, `post`, `put` and `delete`: operations whose response is a value or empty, not a stream. */
export type ValuePath<M extends Method> = keyof valueRoutes[M]
/** Paths for `request`: those of {@link ValuePath}, and operations whose response is a stream; not those that hijack the connection. */
export type PathOf<M extends Method> = keyof valueRoutes[M] | keyof streamRoutes[M]
/** Paths for `tunnel`: attach and exec. */
export type TunnelPath = Extract<Hijack, { through: 'tunnel' }>['path']
/** Paths for `upgrade`: attach, exec, and operations with a protocol of their own. */
export type UpgradePath = Hijack['path']

/** A schema type with every property readonly, so that readonly arrays are accepted. */
export type DeepReadonly<T> = { readonly [K in keyof T]: unknown extends T[K] ? T[K] : DeepReadonly<T[K]> }

// What an operation lacks is `?: never` in the schema. It reads as undefined or never, depending on the compiler's options.

type PathOption<O> = O extends { parameters: { path: infer V } } ? { path: V } : unknown

type QueryOption<O> = O extends { parameters: { query: infer V } }
  ? { query: V }
  : O extends { parameters: { query?: infer V } }
    ? [V] extends [undefined]
      ? unknown
      : { query?: V | undefined }
    : unknown

/** The body option: the schema's type for JSON; anything that can be sent for an archive. */
type BodyOption<O> = O extends { requestBody: { content: infer C } }
  ? C extends { 'application/json': infer V }
    ? { body: DeepReadonly<V> }
    : { body: UploadBody } & BodyLength
  : O extends { requestBody?: { content: infer C } }
    ? unknown extends C
      ? unknown
      : C extends { 'application/json': infer V }
        ? { body?: DeepReadonly<V> | undefined }
        : { body?: UploadBody | undefined } & BodyLength
    : unknown

interface BodyLength {
  /** Length in bytes of a `body` that is a stream, if known; without it the body is chunked. */
  bodyLength?: number | undefined
}

/** The header parameters that carry credentials, under the names of fairlead's options. */
type CredentialOption<O> = O extends { parameters: { header: { 'X-Registry-Auth': string } } }
  ? { auth: AuthConfig }
  : O extends { parameters: { header?: { 'X-Registry-Auth'?: infer A; 'X-Registry-Config'?: infer C } } }
    ? (unknown extends A ? unknown : Pick<CredentialOptions, 'auth'>) &
        (unknown extends C ? unknown : Pick<CredentialOptions, 'registryConfig'>)
    : unknown

/** One object type of an intersection: of a property that is missing the compiler then speaks in its first line, not in its second. */
type Options<T> = { [K in keyof T]: T[K] }

/** The options of an operation. Distributes over unions: an intersection of unions would combine every member with every other. */
type OperationOptions<O> = O extends unknown
  ? Options<PathOption<O> & QueryOption<O> & BodyOption<O> & CredentialOption<O> & CallOptions>
  : never

/** The options of a request for this path. */
export type OptionsOf<M extends Method, P extends keyof paths> = OperationOptions<paths[P][Lowercase<M>]>

/** The same as a lookup table. While the method is still being inferred, indexing costs the type checker a quarter of evaluating the conditional type. */
export type RequestTable = { [M in Method]: { [P in PathOf<M>]: OperationOptions<Operation<M, P>> } }

/** {@link RequestTable} of `get` and its like. */
export type ValueTable = { [M in Method]: { [P in ValuePath<M>]: OperationOptions<valueRoutes[M][P]> } }

/** The options argument; optional only if every option is. It distributes over unions, so that for an unknown path the compiler reports the path, not the number of arguments. */
export type Arguments<O> = O extends unknown ? (Partial<O> extends O ? [options?: O | undefined] : [options: O]) : never

/** The value of a response's body; undefined without a body. */
type Value<A> = A extends { content: infer C }
  ? C extends { 'application/json': infer T } | { 'text/plain': infer T }
    ? T
    : undefined
  : undefined
/** The statuses of a response that is neither an error nor an upgrade. */
type SuccessStatus = 200 | 201 | 202 | 204 | 304

type OperationValue<O> = O extends { responses: infer R }
  ? { [S in keyof R & SuccessStatus]: Value<R[S]> }[keyof R & SuccessStatus]
  : never

/** What `get`, `post`, `put` or `delete` of this path resolves with: a union when the operation has several success responses. */
export type ValueOf<M extends Method, P extends ValuePath<M>> = OperationValue<valueRoutes[M][P]>

/** Any other text: the path parameter's type then says what to write instead. */
export type OtherPath = string & {}
/** The options argument of `get` and its like, for a path that they have. */
export type ValueArguments<M extends Method, P> = P extends ValuePath<M> & keyof paths
  ? Arguments<OptionsOf<M, P>>
  : [options?: unknown]
/** What `get` and its like resolve with, for a path that they have. */
export type ValueResult<M extends Method, P> = P extends ValuePath<M> ? ValueOf<M, P> : never

/** What `request` of this path resolves with: a response with the readers that suit its body. */
export type ResponseOf<M extends Method, P extends PathOf<M>> = P extends keyof streamRoutes[M]
  ? StreamedResponse<Extract<streams[keyof streams], { method: M; path: P }>>
  : M extends 'HEAD'
    ? EmptyResponse
    : BufferedResponse<Operation<M, P>>

type StreamedResponse<S> = S extends { record: infer T }
  ? RecordResponse<T>
  : S extends { kind: 'frames' }
    ? FrameResponse
    : ByteResponse

type BufferedResponse<O> = [OperationValue<O>] extends [undefined]
  ? EmptyResponse
  : O extends { responses: { 200: { content: { 'text/plain': unknown } } } }
    ? TextResponse
    : JsonResponse<Exclude<OperationValue<O>, undefined>>

/** The `protocol` option: optional for 'tcp', required for any other protocol. */
type Protocol<H> = H extends { protocol: infer N }
  ? N extends 'tcp'
    ? { protocol?: N | undefined }
    : { protocol: N }
  : never

/** The options of `upgrade` for this path. */
export type UpgradeOf<P extends UpgradePath> = Options<
  Protocol<Extract<Hijack, { path: P }>> & OptionsOf<Extract<Hijack, { path: P }>['method'], P>
>
/** The options of `tunnel` for this path. */
export type TunnelOf<P extends TunnelPath> = Options<OptionsOf<'POST', P> & TtyOption>

interface TtyOption {
  /** Whether the stream is a TTY's: saves an inspect request. */
  tty?: boolean | undefined
}

/** The options of `tunnel` as a lookup table. */
export type TunnelTable = { [P in TunnelPath]: TunnelOf<P> }
/** The options of `upgrade` as a lookup table. */
export type UpgradeTable = { [P in UpgradePath]: UpgradeOf<P> }
