// Prints the versions of both sides, as `docker version` does:
//   node version.js

import { connect } from 'fairlead'
import { report, watchForEnd } from './stopping.ts'

const engine = connect()
const stopping = watchForEnd()
try {
  const { client, server } = await engine.version({ signal: stopping.signal })
  const rows = (pairs: readonly (readonly [name: string, value: string | undefined])[], indent: string): string[] =>
    pairs
      .filter(([, value]) => value)
      .map(([name, value]) => `${indent}${`${name}:`.padEnd(20 - indent.length)}${value}`)
  const lines = [
    'Client: fairlead',
    ...rows(
      [
        ['Version', client.version],
        ['API version', client.apiVersion],
        ['Node version', client.runtime],
        ['OS/Arch', `${client.os}/${client.arch}`],
      ],
      ' ',
    ),
    '',
    `Server: ${server.Platform?.Name ?? ''}`.trimEnd(),
  ]
  for (const { Name, Version, Details } of server.Components ?? []) {
    const details = Details ?? {}
    const { ApiVersion, MinAPIVersion, GoVersion, GitCommit, BuildTime, Os, Arch } = details as Record<
      string,
      string | undefined
    >
    const api = ApiVersion === undefined ? undefined : `${ApiVersion} (minimum version ${MinAPIVersion})`
    lines.push(
      ` ${Name}:`,
      ...rows(
        [
          ['Version', Version],
          ['API version', api],
          ['Go version', GoVersion],
          ['Git commit', GitCommit],
          ['Built', BuildTime],
          ['OS/Arch', Os && `${Os}/${Arch}`],
        ],
        '  ',
      ),
    )
  }
  console.log(lines.join('\n'))
} catch (error) {
  report(error, stopping)
} finally {
  await engine.close()
}
