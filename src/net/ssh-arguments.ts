// What ssh is told: as Docker's own client tells it (docker/cli, cli/connhelper). Pure.
// Everything else is the user's own configuration of ssh: keys, agent, jump hosts, known hosts.

import type { Endpoint } from '../endpoint/parse.ts'

/** ms for ssh to connect and to hear its peer's first words, unless told otherwise: as Docker's own client. */
export const SSH_CONNECT_MS = 30_000

/** The arguments of the ssh program. @param limit ms, 0 to leave it to ssh's configuration. */
export function sshArguments(endpoint: Endpoint & { kind: 'ssh' }, limit: number): string[] {
  const { user, host, port, path } = endpoint
  const remote = path === '' ? ['docker'] : ['docker', `--host=unix://${path}`]
  return [
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(limit === 0 ? [] : [`-o ConnectTimeout=${Math.ceil(limit / 1000)}`]),
    '-T',
    '--',
    host,
    [...remote, 'system', 'dial-stdio'].map(quoted).join(' '),
  ]
}

/** A word for the remote shell, which need not be the POSIX one for what is left as it is. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`
}
