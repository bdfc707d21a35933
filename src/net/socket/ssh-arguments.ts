// The arguments of ssh: as in Docker's own client (docker/cli, cli/connhelper). Pure.
// Everything else comes from the user's ssh configuration: keys, agent, jump hosts, known hosts. For each option ssh takes the first value.

import type { Endpoint } from '../../endpoint/parse.ts'
import type { SshOptions } from '../../endpoint/ssh.ts'

/** How long ssh may take by default to connect and to receive its peer's first bytes, in ms: as in Docker's own client. */
export const SSH_CONNECT_MS = 30_000

/**
 * The arguments of the ssh program.
 * @param limit for connecting, in ms; 0 leaves it to ssh's configuration
 * @param identity the path of a private key's file
 */
export function sshArguments(
  endpoint: Endpoint & { kind: 'ssh' },
  limit: number,
  options: SshOptions['options'] = {},
  identity?: string,
): string[] {
  const { user, host, port, path } = endpoint
  const remote = path === '' ? ['docker'] : ['docker', `--host=unix://${path}`]
  return [
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...Object.entries(options).map(([name, value]) => `-o${name}=${value}`),
    ...(identity === undefined ? [] : ['-i', identity, '-oIdentitiesOnly=yes']),
    ...(limit === 0 ? [] : [`-o ConnectTimeout=${Math.ceil(limit / 1000)}`]),
    '-T',
    '--',
    host,
    [...remote, 'system', 'dial-stdio'].map(quoted).join(' '),
  ]
}

/** Quotes a word for the remote shell. A word without special characters stays as it is, for shells other than POSIX ones. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`
}
