// Removes what has a label and is not used: stopped containers, then networks, volumes and images:
//   node prune.js app=web
// Everything without the label stays, and so does what is in use.

import { connect } from 'fairlead'
import { report, watchForEnd } from './stopping.ts'

const [label] = process.argv.slice(2)
if (label === undefined || label === '') {
  console.error('usage: prune <label>, such as app=web')
  process.exit(2)
}

const engine = connect()
const stopping = watchForEnd()
const { signal } = stopping
try {
  const filters = { label: [label] }
  const containers = await engine.post('/containers/prune', { query: { filters }, signal })
  const networks = await engine.post('/networks/prune', { query: { filters }, signal })
  // From API 1.42 on only anonymous volumes are removed, unless `all` is set. An older Engine does not know that filter.
  const all = (await engine.supports('1.42')) ? { all: ['true' as const] } : {}
  const volumes = await engine.post('/volumes/prune', { query: { filters: { ...filters, ...all } }, signal })
  const images = await engine.post('/images/prune', { query: { filters: { ...filters, dangling: ['false'] } }, signal })

  const untagged = images.ImagesDeleted?.map(({ Untagged, Deleted }) => Untagged ?? Deleted ?? '')
  for (const [what, names] of [
    ['container', containers.ContainersDeleted],
    ['network', networks.NetworksDeleted],
    ['volume', volumes.VolumesDeleted],
    ['image', untagged],
  ] as const)
    for (const name of names ?? []) console.log(`removed ${what} ${name}`)
  const bytes = [containers, volumes, images].reduce((sum, { SpaceReclaimed = 0 }) => sum + SpaceReclaimed, 0)
  console.log(`${(bytes / 1e6).toFixed(1)} MB are free again`)
} catch (error) {
  report(error, stopping)
} finally {
  await engine.close()
}
