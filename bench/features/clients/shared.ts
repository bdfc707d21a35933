// What the clients' jobs share: outputs that note what is written to them, and what is sent.
import { Writable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { PASSWORD, SECRET } from '../fixtures.ts'
import type { Saw } from '../scenario.ts'

/** Notes what is written, decoded as it comes. */
class Note extends Writable {
  readonly #decoder = new StringDecoder('utf8')
  readonly #note: (text: string) => void

  constructor(note: (text: string) => void) {
    super()
    this.#note = note
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.#note(this.#decoder.write(bytes))
    done()
  }
}

/** stdout and stderr of a job; `onFirst` is called with the first bytes. */
export function outputs(saw: Saw, onFirst: () => void = () => {}): { stdout: Writable; stderr: Writable } {
  const stdout = new Note((text) => {
    const first = saw.stdout === ''
    saw.stdout += text
    if (first) onFirst()
  })
  const stderr = new Note((text) => {
    saw.stderr += text
  })
  return { stdout, stderr }
}

export const auth = { username: 'somebody', password: PASSWORD, serveraddress: 'registry.example' }
export const config = { Image: 'busybox', Env: [`PASSWORD=${SECRET}`] }
