// A headless Chromium for one test, driven through its debugging pipe (--remote-debugging-pipe): JSON messages that a NUL ends, on file
// descriptors 3 and 4. Enough to open an address and to read a page's text.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { TestContext } from 'node:test'

interface Message {
  id?: number
  result?: Record<string, unknown>
  error?: { message: string }
}

export class Browser {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, (message: Message) => void>()
  #session: string | undefined
  #last = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    let rest = ''
    ;(child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0')
      rest = messages.pop()!
      for (const one of messages) {
        const message = JSON.parse(one) as Message
        if (message.id !== undefined) this.#waiting.get(message.id)?.(message)
      }
    })
  }

  /** Starts one with a profile in `folder`; it ends after the test. */
  static async start(t: Pick<TestContext, 'after'>, program: string, folder: string): Promise<Browser> {
    const flags = [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--remote-debugging-pipe',
    ]
    const child = spawn(program, [...flags, `--user-data-dir=${folder}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    })
    t.after(async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    })
    const browser = new Browser(child)
    const { targetInfos } = await browser.#call('Target.getTargets')
    const { targetId } = (targetInfos as { type: string; targetId: string }[]).find(({ type }) => type === 'page')!
    const { sessionId } = await browser.#call('Target.attachToTarget', { targetId, flatten: true })
    browser.#session = sessionId as string
    return browser
  }

  async open(url: string): Promise<void> {
    await this.#call('Page.navigate', { url })
  }

  /** The text of the first element that the selector finds; undefined without one. */
  async textOf(selector: string): Promise<string | undefined> {
    const expression = `document.querySelector(${JSON.stringify(selector)})?.textContent`
    const { result } = await this.#call('Runtime.evaluate', { expression })
    return (result as { value?: string }).value
  }

  async #call(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.#last
    const answered = new Promise<Message>((resolve) => this.#waiting.set(id, resolve))
    const session = this.#session === undefined ? {} : { sessionId: this.#session }
    ;(this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`)
    const { result = {}, error } = await answered
    this.#waiting.delete(id)
    if (error !== undefined) throw new Error(`${method}: ${error.message}`)
    return result
  }
}
