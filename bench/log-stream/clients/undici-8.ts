// undici 8, which needs Node 22.19.
import { Client } from 'undici8'
import { waysOf } from './undici-ways.ts'

// What the ways use of it is the same in both versions.
export const { request: openRequest, dispatch: openDispatch } = waysOf(
  Client as unknown as Parameters<typeof waysOf>[0],
)
