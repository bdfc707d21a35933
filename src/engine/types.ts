// How a path literal becomes a signature: method and path → options and answer, out of the generated schema. Types only.
// An operation is looked up by its route; whether it answers with a value, a stream or a tunnel is told by the schema's
// `streams` and `hijacks`. Everything is resolved once a literal is known, so that hovers show the schema's own names.

import type { UploadBody } from '../stream/upload.ts'
import type { CallOptions, CredentialOptions, Method } from './options.ts'
import type { AuthConfig } from './registry-auth.ts'
import type {
  ByteResponse,
  EmptyResponse,
  FrameResponse,
  JsonResponse,
  RecordResponse,
  TextResponse,
} from './replies.ts'
import type { hijacks, paths, streamRoutes, streams, valueRoutes } from './schema.ts'

type Hijack = hijacks[keyof hijacks]
type Operation<M extends Method, P> = P extends keyof valueRoutes[M]
  ? valueRoutes[M][P]
  : P extends keyof streamRoutes[M]
    ? streamRoutes[M][P]
    : never

/** Paths for `get`, `post`, `put` and `delete`: those that answer with a value, or with nothing, and not with a stream. */
export type ValuePath<M extends Method> = keyof valueRoutes[M]
/** Paths for `request`: those, and those that answer with a stream; not those that take the connection over. */
export type PathOf<M extends Method> = keyof valueRoutes[M] | keyof streamRoutes[M]
/** Paths for `tunnel`: attach and exec. */
export type TunnelPath = Extract<Hijack, { through: 'tunnel' }>['path']
/** Paths for `upgrade`: those, and what speaks a protocol of its own. */
export type UpgradePath = Hijack['path']

/** What the schema says, with lists that need not be writable. */
export type Sent<T> = { readonly [K in keyof T]: unknown extends T[K] ? T[K] : Sent<T[K]> }

// What is absent in an operation is `?: never` there, which reads as undefined or never, as the compiler is told.

type PathOption<O> = O extends { parameters: { path: infer V } } ? { path: V } : unknown

type QueryOption<O> = O extends { parameters: { query: infer V } }
  ? { query: V }
  : O extends { parameters: { query?: infer V } }
    ? [V] extends [undefined]
      ? unknown
      : { query?: V | undefined }
    : unknown

/** JSON is what the schema says; an archive, anything that can be sent. */
type BodyOption<O> = O extends { requestBody: { content: infer C } }
  ? C extends { 'application/json': infer V }
    ? { body: Sent<V> }
    : { body: UploadBody } & BodyLength
  : O extends { requestBody?: { content: infer C } }
    ? unknown extends C
      ? unknown
      : C extends { 'application/json': infer V }
        ? { body?: Sent<V> | undefined }
        : { body?: UploadBody | undefined } & BodyLength
    : unknown

interface BodyLength {
  /** Length of a `body` that is a stream, in bytes, where it is known; else it goes in chunks. */
  bodyLength?: number | undefined
}

/** The header parameters that carry credentials, under the names of fairlead's options. */
type CredentialOption<O> = O extends { parameters: { header: { 'X-Registry-Auth': string } } }
  ? { auth: AuthConfig }
  : O extends { parameters: { header?: { 'X-Registry-Auth'?: infer A; 'X-Registry-Config'?: infer C } } }
    ? (unknown extends A ? unknown : Pick<CredentialOptions, 'auth'>) &
        (unknown extends C ? unknown : Pick<CredentialOptions, 'registryConfig'>)
    : unknown

/** One operation at a time: an intersection of unions would be every one with every other. */
type Told<O> = O extends unknown
  ? PathOption<O> & QueryOption<O> & BodyOption<O> & CredentialOption<O> & CallOptions
  : never

/** What a request for this path may be told. */
export type OptionsOf<M extends Method, P extends keyof paths> = Told<paths[P][Lowercase<M>]>

/** The same as a table: with a method that is yet to be inferred, looking up is a quarter of the work of working out. */
export type RequestTable = { [M in Method]: { [P in PathOf<M>]: Told<Operation<M, P>> } }

/** The options argument: to be left out only where nothing in it is required. One by one, so that of a path that there is not the path is complained of. */
export type Arguments<O> = O extends unknown ? (Partial<O> extends O ? [options?: O | undefined] : [options: O]) : never

/** What an answer's body holds; undefined where it has none. */
type Value<A> = A extends { content: infer C }
  ? C extends { 'application/json': infer T } | { 'text/plain': infer T }
    ? T
    : undefined
  : undefined
/** Everything that is no refusal and no upgrade. */
type Fine = 200 | 201 | 202 | 204 | 304

type Answer<O> = O extends { responses: infer R } ? { [S in keyof R & Fine]: Value<R[S]> }[keyof R & Fine] : never

/** What `get`, `post`, `put` or `delete` of this path gives: a union where the Engine has several ways to say yes. */
export type AnswerOf<M extends Method, P extends ValuePath<M>> = Answer<valueRoutes[M][P]>

/** What `request` of this path gives: the readings that make sense of its body. */
export type ResponseOf<M extends Method, P extends PathOf<M>> = P extends keyof streamRoutes[M]
  ? Streamed<Extract<streams[keyof streams], { method: M; path: P }>>
  : M extends 'HEAD'
    ? EmptyResponse
    : Whole<Operation<M, P>>

type Streamed<S> = S extends { record: infer T }
  ? RecordResponse<T>
  : S extends { kind: 'frames' }
    ? FrameResponse
    : ByteResponse

type Whole<O> = [Answer<O>] extends [undefined]
  ? EmptyResponse
  : O extends { responses: { 200: { content: { 'text/plain': unknown } } } }
    ? TextResponse
    : JsonResponse<Exclude<Answer<O>, undefined>>

/** The Upgrade field: 'tcp' unless said; any other protocol has to be said. */
type Protocol<H> = H extends { protocol: infer N }
  ? N extends 'tcp'
    ? { protocol?: N | undefined }
    : { protocol: N }
  : never

/** What `upgrade` of this path may be told. */
export type UpgradeOf<P extends UpgradePath> = Protocol<Extract<Hijack, { path: P }>> &
  OptionsOf<Extract<Hijack, { path: P }>['method'], P>
/** What `tunnel` to this path may be told. */
export type TunnelOf<P extends TunnelPath> = OptionsOf<'POST', P> & TtyOption

interface TtyOption {
  /** Whether the stream is a TTY's: saves asking. */
  tty?: boolean | undefined
}
