// undici 7, which runs on every Node that fairlead supports.
import { Pool } from 'undici'
import { waysOf } from './undici-ways.ts'

export const { request: openRequest, dispatch: openDispatch } = waysOf(Pool)
