// What a TypeScript file that compiles to CommonJS imports. The types of both forms are the same: a value from an ES module
// fits where CommonJS wants one.

import {
  connect,
  type Engine,
  EngineError,
  type ExecResult,
  FairleadError,
  type Schema,
  Tunnel,
  type ValueOf,
} from 'fairlead'
import { createFetch } from 'fairlead/fetch'
import { buildContext } from 'fairlead/files'
import { follow, type LogRecord } from 'fairlead/logs'

import Modem = require('fairlead/modem')

import { readable } from 'fairlead/node'
import { type ByteSource, Demuxer } from 'fairlead/stream'
import { EmbeddedEngine, type Program, ProgramSignal } from 'fairlead/testing'
import { engineReleases } from 'fairlead/versions'
import { HeadParser } from 'fairlead/wire'

import fairlead = require('fairlead')
import web = require('fairlead/web')

class MyError extends FairleadError {}

export type Records = readonly LogRecord[]

export const values = {
  buildContext,
  createFetch,
  follow,
  readable,
  Demuxer,
  HeadParser,
  ProgramSignal,
  engineReleases,
  web,
}

export async function main(program: Program): Promise<ExecResult> {
  const server: EmbeddedEngine = await EmbeddedEngine.start()
  server.image('app', program)
  const engine: Engine = connect(server.host)
  const { ID }: Schema.SystemInfo = await engine.get('/info')
  const version: ValueOf<'GET', '/version'> = await engine.get('/version')
  const modem: Modem = new Modem({ socketPath: '/x' })
  const again: fairlead.Engine = engine
  try {
    return await fairlead.exec(again, 'app', ['date'])
  } catch (error) {
    if (error instanceof EngineError) console.log(error.status)
    if (error instanceof Tunnel) console.log(error)
    throw new MyError('ERR_OPTION', `${ID} ${version.Version} ${String(modem)}`)
  }
}

export function lengthOf(source: ByteSource): ByteSource {
  return source
}
