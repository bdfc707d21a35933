// undici 7, which runs on every Node that fairlead supports.
import { Client } from 'undici'
import { waysOf } from './undici-ways.ts'

export const { request: openRequest, stream: openStream, dispatch: openDispatch } = waysOf(Client)
