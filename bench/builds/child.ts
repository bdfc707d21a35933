// A build by fairlead in a process of its own, or several in turn, whose lines it prints as the docker CLI does. Ends with status 1 if one
// fails, or if another number of files than expected was sent.
import { connect } from 'fairlead'
import { buildImage } from 'fairlead/buildkit'
import type { BuildTask } from './task.ts'

const { host, folder, dockerfile, files, times = 1 } = JSON.parse(process.argv[2]!) as BuildTask
const engine = connect(host)
if (dockerfile === undefined) {
  await engine.get('/version')
} else {
  for (let count = 0; count < times; count++) {
    const build = buildImage(engine, folder, { dockerfile })
    for await (const line of build.lines()) process.stderr.write(`${line}\n`)
    const { sent } = await build.done()
    if (sent.files !== files) throw new Error(`${sent.files} files were sent, and not ${files}`)
  }
}
await engine.close()
