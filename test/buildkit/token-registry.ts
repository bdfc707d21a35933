// A registry with tokens for the private Engine: Debian's docker-registry in the Engine's network namespace. Its token server is to be
// in the test's own namespace, which the Engine cannot reach: a token that the Engine has came from this side.
// The registry trusts what is signed by a key that openssl makes for the test. It lives as long as the pipe to its shell.

import { execFileSync, spawn } from 'node:child_process'
import { createSign, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { enginePid } from '../live/private-registry.ts'

const ISSUER = 'fairlead-test'
/** How the registry names itself. */
export const SERVICE = 'fairlead-registry'

const shell = `
nsenter "--net=/proc/$1/ns/net" /usr/bin/docker-registry serve "$2" 2>&1 </dev/null &
registry=$!
cat >/dev/null
kill $registry
wait $registry
`

export interface TokenRegistry {
  /** `127.0.0.1:port`, as the Engine sees it. */
  readonly host: string
  stop(): Promise<void>
}

/** Signs tokens for scopes such as `repository:a:pull,push`. */
export class TokenSigner {
  readonly certificate: string
  readonly #key: Buffer

  constructor(folder: string) {
    this.certificate = path.join(folder, 'signer.pem')
    const key = path.join(folder, 'signer.key')
    const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', this.certificate, '-days', '1']
    execFileSync('openssl', ['req', '-x509', ...made, '-subj', '/CN=signer'], { stdio: 'ignore' })
    this.#key = readFileSync(key)
  }

  token(scopes: readonly string[]): string {
    const pem = readFileSync(this.certificate, 'utf8')
    const der = pem.replace(/-----[A-Z ]+-----|\s/g, '')
    const now = Math.floor(Date.now() / 1e3)
    const access = scopes.map((scope) => {
      const [type, name, actions = ''] = scope.split(':')
      return { type, name, actions: actions.split(',') }
    })
    const times = { iat: now, nbf: now - 60, exp: now + 300 }
    const claims = { iss: ISSUER, sub: 'me', aud: SERVICE, jti: randomUUID(), ...times, access }
    const parts = [{ typ: 'JWT', alg: 'RS256', x5c: [der] }, claims]
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    return `${text}.${createSign('sha256').update(text).sign(this.#key, 'base64url')}`
  }
}

/** Starts a registry that keeps its files in `folder`. @param port free in the Engine's namespace */
export async function startTokenRegistry(
  engine: string,
  folder: string,
  port: number,
  realm: string,
  { certificate }: TokenSigner,
): Promise<TokenRegistry> {
  const host = `127.0.0.1:${port}`
  const config = path.join(folder, 'config.yml')
  writeFileSync(
    config,
    `version: 0.1
log: { level: info }
storage: { filesystem: { rootdirectory: ${folder}/data } }
http: { addr: "${host}", secret: not-a-secret }
auth: { token: { realm: "${realm}", service: ${SERVICE}, issuer: ${ISSUER}, rootcertbundle: ${certificate} } }
`,
  )
  const child = spawn('sh', ['-c', shell, 'registry', String(enginePid(engine)), config], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, OTEL_TRACES_EXPORTER: 'none' },
  })
  const ended = once(child, 'exit')
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (!said.includes('listening on')) said += text
      if (said.includes('listening on')) resolve()
    })
    child.once('exit', () => reject(new Error(`docker-registry ended:\n${said.slice(-1000)}`)))
  })
  return {
    host,
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
