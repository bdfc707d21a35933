// Docker folders in every state, and the resolver on a machine of the test's own.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { type EndpointOptions, resolveOn } from '../../src/endpoint/resolve.ts'
import { DockerFolder } from './docker-folder.ts'

const root = mkdtempSync(path.join(tmpdir(), 'fairlead-'))
test.after(() => rmSync(root, { recursive: true }))

/** A folder with the contexts `one`, `two`, `ssh` …, of which `current` is in use. */
function folder(name: string, config?: unknown): string {
  const made = new DockerFolder(path.join(root, name))
  made.context('one', 'tcp://one:1')
  made.context('two', 'unix:///two')
  made.context('portless', 'tcp://h')
  made.context('hostless', '')
  made.context('secure', 'https://h')
  made.context('skip', 'tcp://h', {}, true)
  made.context('pipe', 'npipe:////./pipe/x')
  made.context('fd', 'fd://3')
  made.context('bare', 'h:1')
  made.context('blank', 'unix://')
  made.meta('lower', { name: 'lower', endpoints: { docker: { host: 'tcp://lower:1' } } })
  made.meta('Docker', { Name: 'Docker', Endpoints: { Docker: { Host: 'tcp://h:1' } } })
  made.meta('none', { Name: 'none', Endpoints: {} })
  made.meta('null', { Name: 'null', Endpoints: { docker: null } })
  made.meta('number', { Name: 'number', Endpoints: { docker: { Host: 5 } } })
  made.meta('word', { Name: 'word', Endpoints: { docker: { Host: 'tcp://h:1', SkipTLSVerify: 'yes' } } })
  made.meta('broken', '{"Name":"broken","hunter2')
  made.meta('list', '[]')
  if (config !== undefined) made.config(config)
  return made.folder
}

export const cold = folder('none')
export const current = folder('current', { auths: {}, currentContext: 'one' })
export const standard = folder('standard', { currentContext: 'default' })
export const unset = folder('unset', { currentContext: '' })
export const otherCase = folder('case', { CurrentContext: 'two' })
export const gone = folder('gone', { currentContext: 'gone' })
export const broken = folder('broken', '{"auths":{"x":{"auth":"hunter2"')
export const list = folder('list', '[]')
export const number = folder('number', { currentContext: 5 })
export const unread = path.join(cold, 'contexts', 'meta')
new DockerFolder(path.join(unread, 'config.json'))

/** Docker's socket. */
export const DEFAULT = '/var/run/docker.sock'
/** The reason where nothing says anything. */
export const NOTHING = 'the default socket; no other known socket exists'

/** Options, environment and machine to resolve on. */
export interface Row {
  options?: EndpointOptions
  env?: Record<string, string>
  sockets?: string[]
  platform?: string
}

/** An environment whose DOCKER_CONFIG is this folder. */
export const at = (DOCKER_CONFIG: string, more: Record<string, string> = {}): Record<string, string> => ({
  HOME: '/home/me',
  DOCKER_CONFIG,
  ...more,
})

/** As resolveEndpoint(), on a machine of the test's. */
export function resolve({
  options = {},
  env = at(cold),
  sockets = [],
  platform = 'linux',
}: Row): ReturnType<typeof resolveOn> {
  return resolveOn({ platform, uid: 1000, isSocket: (file) => sockets.includes(file) }, options, env)
}
