// A daemon that answers Control's calls wrongly: each kind of it is a typed error, and no connection is left.
// An answer may break gRPC, protobuf or HTTP/2, or be cut.

import assert from 'node:assert/strict'
import test from 'node:test'
import { SolveResponse } from '../../src/buildkit/control/control-messages.ts'
import { eventually } from '../support/eventually.ts'
import { holdings } from '../support/handles.ts'
import type { ControlCall } from './control-daemon.ts'
import { type Begun, begun, IMAGE } from './control-kit.ts'
import { framed } from './fake-daemon.ts'

const DIGEST = { exporter: new Map([['containerimage.digest', IMAGE]]) }

/** What a daemon does wrong, and the code of the build's error. */
const WRONG: Readonly<Record<string, readonly [act: (begun: Begun) => void, code: string | RegExp]>> = {
  'an answer without a message': [({ solve }) => solve.finish(), 'ERR_BUILD_SESSION'],
  'an answer of two messages': [
    ({ solve }) => solve.send(SolveResponse, DIGEST).send(SolveResponse, DIGEST).finish(),
    'ERR_BUILD_SESSION',
  ],
  'no result in the response': [
    ({ solve, progress }) => {
      progress.finish()
      solve.send(SolveResponse, {}).finish()
    },
    'ERR_BUILD_SESSION',
  ],
  'trailers without a status': [({ solve }) => trail(solve, { 'x-other': '1' }), 'ERR_BUILD_SESSION'],
  'a status that is no number': [({ solve }) => trail(solve, { 'grpc-status': 'x' }), 'ERR_BUILD_SESSION'],
  'a status of many digits': [({ solve }) => trail(solve, { 'grpc-status': '9'.repeat(40) }), 'ERR_BUILD_SESSION'],
  'an unknown status': [({ solve }) => trail(solve, { 'grpc-status': '99' }), 'ERR_ENGINE_STREAM'],
  'a text that is not encoded well': [
    ({ solve }) => trail(solve, { 'grpc-status': '2', 'grpc-message': '%E4%zz%' }),
    'ERR_ENGINE_STREAM',
  ],
  unimplemented: [({ solve }) => solve.finish(12, 'unknown service'), 'ERR_NO_BUILDKIT'],
  'a message that is cut': [
    ({ solve }) => {
      solve.stream.write(framed(Buffer.alloc(20)).subarray(0, 12))
      solve.finish()
    },
    'ERR_BUILD_SESSION',
  ],
  'a compressed message': [({ solve }) => solve.stream.write(Buffer.of(1, 0, 0, 0, 0)), 'ERR_BUILD_SESSION'],
  'a message of 4 GiB': [
    ({ progress }) => progress.stream.write(Buffer.of(0, 255, 255, 255, 255)),
    'ERR_BUILD_SESSION',
  ],
  'no protobuf as the response': [
    ({ solve }) => {
      solve.stream.write(framed(Buffer.of(0x0a, 0x7f)))
      solve.finish()
    },
    'ERR_BUILD_SESSION',
  ],
  'no protobuf as progress': [({ progress }) => progress.stream.write(framed(Buffer.of(0x0b))), 'ERR_BUILD_SESSION'],
  'no protobuf in the session': [({ session }) => session.stream.write(framed(Buffer.of(0x0b))), 'ERR_BUILD_SESSION'],
  'no HTTP/2 in the session': [
    ({ session }) => session.stream.write(framed(Buffer.concat([Buffer.of(0x0a, 60), Buffer.alloc(60, 'x')]))),
    'ERR_BUILD_SESSION',
  ],
  'a reset of Solve': [({ solve }) => solve.stream.close(2), 'ERR_BUILD_SESSION'],
  'a reset of Solve as if there were no error': [({ solve }) => solve.stream.close(0), 'ERR_BUILD_SESSION'],
  'a reset of Session': [({ session }) => session.stream.close(2), 'ERR_BUILD_SESSION'],
  'GOAWAY with an error': [({ solve }) => solve.stream.session!.goaway(2), 'ERR_BUILD_SESSION'],
  // Whether the calls are seen to end before the connection does is a matter of turns.
  'GOAWAY, and the end': [({ solve }) => solve.stream.session!.destroy(), /^ERR_(CONNECTION_CLOSED|BUILD_SESSION)$/],
  'the end of the connection': [({ solve }) => solve.stream.session!.socket.destroySoon(), 'ERR_CONNECTION_CLOSED'],
}

function trail(call: ControlCall, trailers: Record<string, string>): void {
  call.stream.once('wantTrailers', () => call.stream.sendTrailers(trailers))
  call.stream.end()
}

test('what a daemon does wrong is a typed error, soon, and nothing is left', async (t) => {
  const settled = holdings()
  for (const [what, [act, code]] of Object.entries(WRONG)) {
    await t.test(what, async (t) => {
      const all = await begun(t)
      act(all)
      await assert.rejects(all.build.done(), { code })
      await all.engine.close()
      await eventually(() => assert.equal(all.daemon.connections, 0))
    })
  }
  await settled()
})
