// What `docker build` sends with the classic builder: a socket that answers as an Engine would, keeps the body, and the CLI that sends
// it. For tests that compare a build context with the docker CLI's.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'

/** One run of `docker build`. */
export interface CapturedBuild {
  /** The body; undefined if the CLI sent none. */
  body: Buffer | undefined
  /** The query's `dockerfile`. */
  dockerfile: string | undefined
  stderr: string
}

/** The docker programs on the PATH: not all of them are of one version. */
export function dockerPrograms(): string[] {
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean)
  return [...new Set(folders.map((folder) => path.join(folder, 'docker')))].filter((file) => existsSync(file))
}

/** A socket for captures. */
export class BuildCapture implements AsyncDisposable {
  readonly #folder: string
  readonly #server
  #body: Buffer | undefined
  #dockerfile: string | undefined

  /** @param folder an empty folder for the socket and the CLI's configuration */
  constructor(folder: string) {
    this.#folder = folder
    this.#server = createServer((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        response.setHeader('Api-Version', '1.41').setHeader('Content-Type', 'application/json')
        const url = new URL(request.url ?? '/', 'http://engine')
        if (url.pathname.endsWith('/build')) {
          this.#body = Buffer.concat(pieces)
          this.#dockerfile = url.searchParams.get('dockerfile') ?? undefined
          response.end('{"stream":"Successfully built 0123456789ab\\n"}\n')
        } else response.end(url.pathname.endsWith('/_ping') ? 'OK' : '{}')
      })
    })
  }

  async listen(): Promise<this> {
    this.#server.listen(path.join(this.#folder, 's'))
    await once(this.#server, 'listening')
    return this
  }

  /** Runs `docker build` with these arguments. */
  async build(program: string, args: readonly string[], cwd: string): Promise<CapturedBuild> {
    this.#body = undefined
    this.#dockerfile = undefined
    const child = spawn(program, ['build', '--quiet', ...args], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: this.#folder,
        DOCKER_CONFIG: this.#folder,
        DOCKER_BUILDKIT: '0',
        DOCKER_HOST: `unix://${path.join(this.#folder, 's')}`,
      },
    })
    let stderr = ''
    child.stderr.on('data', (text) => {
      stderr += text
    })
    await once(child, 'close')
    return { body: this.#body, dockerfile: this.#dockerfile, stderr }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}
