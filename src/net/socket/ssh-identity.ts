// A private key's text in a file for one login, since ssh takes keys from files alone.
// The file has mode 0600, in a folder of its own with mode 0700. Its writer removes it.

/** Writes the file and returns its path. OpenSSH takes no key whose last line has no end. Throws the system's error. */
export function writeKey(text: string): string {
  const { mkdtempSync, writeFileSync } = process.getBuiltinModule('node:fs')
  const path = `${mkdtempSync(`${process.getBuiltinModule('node:os').tmpdir()}/fairlead-ssh-`)}/key`
  writeFileSync(path, `${text.replaceAll('\r', '').trim()}\n`, { mode: 0o600 })
  return path
}

/** Removes what {@link writeKey} has written. */
export function removeKey(path: string): void {
  process.getBuiltinModule('node:fs').rmSync(path.slice(0, -'/key'.length), { recursive: true, force: true })
}
