import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as stream from '../../src/stream.ts'

test('"fairlead/stream" exports the toolkit', async () => {
  assert.deepEqual(Object.keys(stream).sort(), [
    'Collector',
    'Demuxer',
    'FRAME_HEADER_BYTES',
    'FairleadError',
    'JsonRecords',
    'LineSplitter',
    'MAX_LINE_BYTES',
    'MAX_RECORD_BYTES',
    'collect',
    'decodeUtf8',
    'frame',
    'frameKinds',
    'iterateBytes',
    'iterateFrames',
    'iterateLines',
    'iterateRecords',
    'streamNames',
    'toUpload',
    'writeFrameHeader',
  ])
})
