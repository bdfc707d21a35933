// What the compiler says of a path that an operation does not have, and of a call without the options that it requires: the type of the
// parameter is then a text that says what to write instead, and it stands in the error's first line. Types only.

import type { Method } from './request/options.ts'
import type { hijacks, paths, streamRoutes, valueRoutes } from './schema.ts'

type HijackPath = hijacks[keyof hijacks]['path']

/** `P` itself if `get`, `post`, `put` or `delete` has it; otherwise a text with what to write. */
export type CheckedValuePath<M extends Method, P> = P extends keyof valueRoutes[M]
  ? P
  : P extends keyof streamRoutes[M]
    ? `${P & string} is a stream: use engine.request('${M}', …), or a recipe such as logs() or events()`
    : Advice<M, P>

/** As {@link CheckedValuePath}, for `request`. */
export type CheckedPath<M extends Method, P> = P extends keyof valueRoutes[M] | keyof streamRoutes[M] ? P : Advice<M, P>

/** The first that applies. */
type Advice<M extends Method, P> = string extends P
  ? 'a path of the API document that is known to the compiler: for any other use engine.untyped'
  : P extends HijackPath
    ? `${P} takes the connection: use engine.tunnel(), or a recipe such as attach() or exec()`
    : P extends keyof paths & string
      ? `${P} has another method: ${MethodOf<P>}`
      : P extends `${infer Q}?${string}`
        ? `${Q}: what follows the question mark goes into the option query`
        : P extends `/v${number}/${infer R}`
          ? `/${R}: without the version, which is negotiated; connect({ apiVersion }) sets one`
          : P extends `${infer Q}/`
            ? `${Q}: without the slash at its end`
            : P extends string
              ? [Fits<P, keyof (valueRoutes[M] & streamRoutes[M]) & string>] extends [never]
                ? `a path of the API document, which has no ${P}: for others use engine.untyped`
                : `${Fits<P, keyof (valueRoutes[M] & streamRoutes[M]) & string>}: the id goes into the option path`
              : never

type MethodOf<P> = { [M in Method]: P extends keyof valueRoutes[M] | keyof streamRoutes[M] ? M : never }[Method]

/** Those of the paths `K` that `P` is with an id in place of the parameter. */
type Fits<P extends string, K extends string> = K extends `${infer A}{${string}}${infer B}`
  ? P extends `${A}${infer Rest}`
    ? Rest extends `${infer Id}${B}`
      ? Id extends `${string}/${string}` | ''
        ? never
        : K
      : never
    : never
  : never

/** For a call with the path `P` alone: a text with what its options in the table `T` require. */
export type WithoutOptions<T, P> = P extends keyof T
  ? `${P & string} needs one more argument: { ${Listed<
      [RequiredPath<T[P]>, RequiredQuery<T[P]>, RequiredBody<T[P]>, RequiredOther<T[P]>]
    >} }`
  : P

/** No further argument if the options of `P` require something; otherwise more than any call has, so that the compiler keeps to the other signature. */
export type NoOptions<T, P> = P extends keyof T
  ? Partial<T[P]> extends T[P]
    ? [never, never, never]
    : []
  : [never, never, never]

// An optional property of `O` does not fit a required one here.
type RequiredPath<O> = O extends { path: infer V } ? `path: { ${keyof V & string}: … }` : ''
type RequiredQuery<O> = O extends { query: infer V } ? `query: { ${RequiredKey<V> & string}: … }` : ''
type RequiredBody<O> = O extends { body: infer V } ? (Uint8Array extends V ? 'body: …' : 'body: { … }') : ''
type RequiredOther<O> = O extends { auth: unknown }
  ? 'auth: { … }'
  : O extends { protocol: infer V }
    ? `protocol: '${V & string}'`
    : ''

type RequiredKey<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T]

type Listed<L> = L extends [infer A extends string, ...infer Rest]
  ? A extends ''
    ? Listed<Rest>
    : Listed<Rest> extends ''
      ? A
      : `${A}, ${Listed<Rest>}`
  : ''
