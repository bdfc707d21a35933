// The files of a new container: those that the Engine writes into each (hostname, hosts, resolv.conf), a few directories that every
// system has, and the image's.

import { entry, Files } from '../files/files.ts'
import type { Image } from './images.ts'

/** The file tree of a new container of `image`. */
export function rootFiles({ defaults }: Image, hostname: string): Files {
  const files = new Files()
  for (const name of ['bin', 'dev', 'proc', 'root', 'sys', 'usr', 'var']) files.makeDirectory(`/${name}`)
  files.put('/tmp', entry('directory', 0o1777))
  files.write('/etc/hosts', `127.0.0.1\tlocalhost\n`)
  files.write('/etc/resolv.conf', '')
  for (const [path, data] of Object.entries(defaults.files ?? {})) {
    if (path.endsWith('/')) files.makeDirectory(path)
    else files.write(path, data)
  }
  files.write('/etc/hostname', `${hostname}\n`)
  return files
}
