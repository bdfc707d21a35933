// The async context of a call: inside a callback, AsyncLocalStorage returns what it returned where the call was made. A socket's events
// run in the context of the call that dialled it, which is often another one.

import { AsyncResource } from 'node:async_hooks'

export type { AsyncResource as Scope } from 'node:async_hooks'

/** The symbols that every AsyncResource of Node has: its ids. Any other symbol that is set holds a context. */
const IDS: readonly (string | undefined)[] = ['async_id_symbol', 'trigger_async_id_symbol']

/** The scope of all calls that are made outside any context: one object for all of them, so that an idle stream keeps none. */
let outside: AsyncResource | undefined

/** The present context. */
export function openScope(): AsyncResource {
  const scope = new AsyncResource('FAIRLEAD')
  if (hasContext(scope)) return scope
  outside ??= scope
  return outside
}

/**
 * Whether any AsyncLocalStorage has a store here. Node fact: a resource holds its stores, or the frame with all of them, under
 * symbols of its own (20, 22, 24, 26). A runtime whose resources have no ids under symbols says nothing: there each call has its scope.
 */
function hasContext(scope: AsyncResource): boolean {
  const symbols = Object.getOwnPropertySymbols(scope)
  const values = scope as unknown as Record<symbol, unknown>
  let ids = 0
  for (const symbol of symbols) {
    if (IDS.includes(symbol.description)) ids++
    else if (values[symbol] !== undefined) return true
  }
  return ids < IDS.length
}

/**
 * The resource to run in, once: a scope of its own is its own. The shared one lends its ids to a new object, since a context that a
 * callback enters (`enterWith`) is written into the object that it runs in: other calls must not see it.
 */
export function resourceOf(scope: AsyncResource): AsyncResource {
  return scope === outside ? Object.create(scope) : scope
}

/** Calls `fn` in a context; without one, in the present context. */
export function inScope<A extends unknown[], R>(
  scope: AsyncResource | undefined,
  fn: (...values: A) => R,
  self: unknown,
  ...values: A
): R {
  if (scope === undefined) return fn.apply(self, values)
  return resourceOf(scope).runInAsyncScope(fn as (...all: unknown[]) => R, self, ...values)
}
