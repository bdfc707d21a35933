// grpc.health.v1: the daemon asks every few seconds, and ends the session of a client that does not answer.
// Engine fact: 20.10 gives up after one failure or 10 s of silence, newer ones after two failures or 15 s.

import type { Handler } from '../grpc/server.ts'
import { HealthCheckResponse } from '../proto/messages.ts'

const SERVING = 1

/** The methods of the health service. */
export const health: ReadonlyMap<string, Handler> = new Map([
  ['/grpc.health.v1.Health/Check', async (call) => call.write(HealthCheckResponse, { status: SERVING })],
])
