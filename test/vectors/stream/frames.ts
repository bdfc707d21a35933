// Multiplexed streams and what they are. Bytes are text in which each character is one byte (latin1).
// `frames`: kind and payload, a truncated last one with what came of it. `error`: code and a part of the message, thrown by push or end.

export interface FrameVector {
  name: string
  bytes: string
  frames: [kind: number, payload: string][]
  error?: [code: string, message: string]
}

export const frameVectors: FrameVector[] = [
  { name: 'nothing', bytes: '', frames: [] },
  { name: 'one line', bytes: '\x01\0\0\0\0\0\0\x05out1\n', frames: [[1, 'out1\n']] },
  {
    name: 'both outputs and the other kinds',
    bytes: '\x02\0\0\0\0\0\0\x05err1\n\x01\0\0\0\0\0\0\x05out1\n\0\0\0\0\0\0\0\x02in\x03\0\0\0\0\0\0\x04sys\n',
    frames: [
      [2, 'err1\n'],
      [1, 'out1\n'],
      [0, 'in'],
      [3, 'sys\n'],
    ],
  },
  {
    name: 'system in the middle does not disturb what follows',
    bytes: '\x01\0\0\0\0\0\0\x01a\x03\0\0\0\0\0\0\x1cError grabbing logs: broken\n\x02\0\0\0\0\0\0\x01b',
    frames: [
      [1, 'a'],
      [3, 'Error grabbing logs: broken\n'],
      [2, 'b'],
    ],
  },
  { name: 'empty frame', bytes: '\x01\0\0\0\0\0\0\0', frames: [[1, '']] },
  {
    name: 'empty frames among others',
    bytes: '\x02\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\x01x\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0',
    frames: [
      [2, ''],
      [1, 'x'],
      [1, ''],
      [2, ''],
    ],
  },
  {
    name: 'payload that looks like headers',
    bytes: '\x01\0\0\0\0\0\0\x10\x02\0\0\0\0\0\0\x05\x09\x09\x09\x09\x09\x09\x09\x09\x02\0\0\0\0\0\0\x01z',
    frames: [
      [1, '\x02\0\0\0\0\0\0\x05\x09\x09\x09\x09\x09\x09\x09\x09'],
      [2, 'z'],
    ],
  },
  {
    name: 'a size in the third byte',
    bytes: `\x01\0\0\0\0\0\x01\x02${'a'.repeat(258)}`,
    frames: [[1, 'a'.repeat(258)]],
  },
  {
    name: 'cut in the payload',
    bytes: '\x01\0\0\0\0\0\0\x03abc\x02\0\0\0\0\0\0\x64ten bytes!',
    frames: [
      [1, 'abc'],
      [2, 'ten bytes!'],
    ],
    error: ['ERR_TRUNCATED_FRAME', '90 bytes of its payload'],
  },
  {
    name: 'cut between header and payload',
    bytes: '\x01\0\0\0\0\0\0\x03',
    frames: [],
    error: ['ERR_TRUNCATED_FRAME', '3 bytes of its payload'],
  },
  {
    name: 'cut in the header',
    bytes: '\x01\0\0\0\0\0\0\x01a\x01\0\0',
    frames: [[1, 'a']],
    error: ['ERR_TRUNCATED_FRAME', '5 bytes of its header'],
  },
  {
    name: 'the largest size is announced',
    bytes: '\x01\0\0\0\xff\xff\xff\xffabc',
    frames: [[1, 'abc']],
    error: ['ERR_TRUNCATED_FRAME', '4294967292 bytes of its payload'],
  },
  {
    name: 'a size that is negative as an int32',
    bytes: '\x01\0\0\0\x80\0\0\0abc',
    frames: [[1, 'abc']],
    error: ['ERR_TRUNCATED_FRAME', '2147483645 bytes of its payload'],
  },
  {
    name: 'kind 4',
    bytes: '\x04\0\0\0\0\0\0\x01a',
    frames: [],
    error: ['ERR_FRAME_TYPE', 'byte 0x04 at offset 0 '],
  },
  {
    name: 'kind 9 after good frames',
    bytes: '\x01\0\0\0\0\0\0\x01a\x02\0\0\0\0\0\0\x01b\x09\0\0\0\0\0\0\x01c',
    frames: [
      [1, 'a'],
      [2, 'b'],
    ],
    error: ['ERR_FRAME_TYPE', 'byte 0x09 at offset 18 '],
  },
  {
    name: 'first padding byte',
    bytes: '\x01\x1b[0mhello',
    frames: [],
    error: ['ERR_FRAME_TYPE', 'byte 0x1b at offset 1 '],
  },
  {
    name: 'second padding byte',
    bytes: '\x01\0\0\0\0\0\0\0\x01\0\x02\0\0\0\0\0',
    frames: [[1, '']],
    error: ['ERR_FRAME_TYPE', 'byte 0x02 at offset 10 '],
  },
  { name: 'third padding byte', bytes: '\x01\0\0\xff\0\0\0\x01a', frames: [], error: ['ERR_FRAME_TYPE', 'byte 0xff at offset 3 '] },
  { name: 'a TTY that says hi', bytes: 'hi\r\n', frames: [], error: ['ERR_FRAME_TYPE', 'byte 0x68 at offset 0 '] },
  {
    name: 'Podman 4.3.1, attach with logs=1: the size leaves the line end out',
    bytes: '\x01\0\0\0\0\0\0\x04out1\n\x01\0\0\0\0\0\0\x04out2\n',
    frames: [[1, 'out1']],
    error: ['ERR_FRAME_TYPE', 'byte 0x0a at offset 12 '],
  },
]
