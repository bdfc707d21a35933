// What the tests of containers share: an image whose program idles, and the result of inspect.

import type { EmbeddedEngine, Program } from '../../../src/testing.ts'
import { ask, withEngine } from '../support.ts'

export const idle: Program = async ({ sleep }) => {
  await sleep(60_000)
}

export interface Inspected {
  Id: string
  Name: string
  Path: string
  Args: string[]
  State: { Status: string; Running: boolean; ExitCode: number; Pid: number; StartedAt: string; FinishedAt: string }
  Config: { Env: string[] | null; Cmd: string[] | null; Labels: Record<string, string>; Entrypoint: string[] | null }
  HostConfig: Record<string, unknown>
}

export async function inspect(engine: EmbeddedEngine, name: string): Promise<Inspected> {
  return JSON.parse((await ask(engine.host, 'GET', `/containers/${name}/json`)).text) as Inspected
}

export function message(text: string): string {
  return (JSON.parse(text) as { message: string }).message
}

export function withIdle<T>(use: (engine: EmbeddedEngine) => Promise<T>): Promise<T> {
  return withEngine((engine) => use(engine.image('idle', idle)))
}
