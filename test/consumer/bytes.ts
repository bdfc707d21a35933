// Bytes that fairlead gives, given to what the platform has: they are Uint8Array<ArrayBuffer> where the compiler knows that type.

import { type Engine, type EngineResponse, exec, run, type Tunnel } from 'fairlead'
import { createFetch } from 'fairlead/fetch'
import { collect, frame, iterateBytes, iterateFrames } from 'fairlead/stream'
import { outputs, readable } from 'fairlead/web'

export async function use(engine: Engine, response: EngineResponse, tunnel: Tunnel): Promise<void> {
  const all = [await response.bytes(), frame(1, new Uint8Array(1)), await collect(response.source, 1)]
  for await (const piece of response) all.push(piece)
  for await (const piece of iterateBytes(response.source)) all.push(piece)
  for await (const { data } of tunnel.frames()) all.push(data)
  for await (const { data } of iterateFrames(response.source, false)) all.push(data)
  const result = await exec(engine, 'c', ['true'], { encoding: 'buffer' })
  const { stderr } = await run(engine, { Image: 'i' }, { encoding: 'buffer' })
  const blob = new Blob([...all, result.stdout, stderr])
  await createFetch(engine)('/x', { method: 'PUT', body: all[0] ?? blob })
  await fetch('http://localhost', { method: 'PUT', body: result.stdout })
  await tunnel.onFrame((_kind, bytes, start, end) => void new Blob([bytes.subarray(start, end)]))
  await crypto.subtle.digest('SHA-256', await response.bytes())
  await readable(response).pipeThrough(new TextDecoderStream()).cancel()
  await outputs(response).stdout.pipeThrough(new CompressionStream('gzip')).cancel()
}
