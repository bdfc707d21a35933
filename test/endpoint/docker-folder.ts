// Docker's configuration folder as the CLI would leave it, in a folder of the test's: config.json, contexts, TLS files.

import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** PEM by file name: 'ca.pem', 'cert.pem', 'key.pem'. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** Writes into one folder. */
export class DockerFolder {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
    mkdirSync(folder, { recursive: true })
  }

  config(value: unknown): void {
    writeFileSync(path.join(this.folder, 'config.json'), typeof value === 'string' ? value : JSON.stringify(value))
  }

  /** A context of this name whose meta.json has this text, and its TLS files. */
  meta(name: string, value: unknown, files: Files = {}): void {
    const id = createHash('sha256').update(name).digest('hex')
    const meta = path.join(this.folder, 'contexts', 'meta', id)
    mkdirSync(meta, { recursive: true })
    writeFileSync(path.join(meta, 'meta.json'), typeof value === 'string' ? value : JSON.stringify(value))
    if (Object.keys(files).length > 0) this.files(path.join('contexts', 'tls', id, 'docker'), files)
  }

  context(name: string, Host: string, files: Files = {}, SkipTLSVerify = false): void {
    this.meta(name, { Name: name, Metadata: {}, Endpoints: { docker: { Host, SkipTLSVerify } } }, files)
  }

  /** Files in a folder below; returns that folder. */
  files(below: string, files: Files): string {
    const folder = path.join(this.folder, below)
    mkdirSync(folder, { recursive: true })
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
    return folder
  }
}
