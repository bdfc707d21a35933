// The options of ssh to an Engine, and their checks. Pure.
// Whether an identity is a key's text or a path is seen from its first line: no path has one like it.

import { checkOptions, type Kinds, OBJECT, TEXT } from '../check.ts'
import { FairleadError } from '../error.ts'

/** Options for an `ssh://` host. Everything that they leave out comes from the user's ssh configuration. */
export interface SshOptions {
  /**
   * The private key to log in with: the path of its file, or its text (`-----BEGIN … PRIVATE KEY-----`). Keys of an agent are not tried
   * then; those that the configuration names for the host still are. A text is written to a file of mode 0600 for each login, which is
   * removed when that is over. Default: what ssh chooses.
   */
  identity?: string | undefined
  /** Options of ssh's configuration, name to value: `{ StrictHostKeyChecking: 'accept-new' }`. They win over it, and over `identity`. */
  options?: Readonly<Record<string, string>> | undefined
}

/** A name of letters, and one line that is not blank. */
const SETTING = /^[a-z]+\0[^\r\n\0]*\S[^\r\n\0]*$/i

const SSH: Kinds<SshOptions> = { identity: TEXT, options: OBJECT }

/** Checks `ssh` of connect(). No message contains a value. @throws FairleadError ERR_OPTION */
export function checkSsh(where: string, ssh: SshOptions): void {
  checkOptions(where, ssh, SSH, 'ssh.')
  const { identity = '-', options = {} } = ssh
  const settings: [string, unknown][] = [...Object.entries(options), ['i', isKeyText(identity) ? '-' : identity]]
  if (settings.every(([name, value]) => typeof value === 'string' && SETTING.test(`${name}\0${value}`))) return
  throw new FairleadError('ERR_OPTION', 'ssh: expected a path or a key as identity, and one line for each option')
}

/** Whether an identity is the text of a key and not the path of its file. */
export function isKeyText(identity: string): boolean {
  return identity.includes('PRIVATE KEY-----')
}
