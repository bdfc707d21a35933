// Preloaded by titles.ts: every import of node:test resolves to titles-stub.ts.

import { register } from 'node:module'

const stub = new URL('./titles-stub.js', import.meta.url).href
const hooks = `export async function resolve(specifier, context, next) {
  if (specifier === 'node:test' && context.parentURL !== ${JSON.stringify(stub)}) {
    return { url: ${JSON.stringify(stub)}, shortCircuit: true }
  }
  return next(specifier, context)
}`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
