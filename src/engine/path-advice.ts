// What the compiler says of a path that an operation does not have: the type of the parameter is then a text that says what to write
// instead, and it stands in the error's first line. Types only.

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
