// Response heads, valid and invalid, under the sections of RFC 9112 that decide them. Chars are bytes (latin1).

export interface ValidHead {
  readonly what: string
  readonly text: string
  readonly status: number
  readonly reason: string
  readonly minor: 0 | 1
  readonly fields: readonly (readonly [name: string, value: string])[]
}

export const validHeads: readonly ValidHead[] = [
  { what: '§4 a status line alone', text: 'HTTP/1.1 200 OK\r\n\r\n', status: 200, reason: 'OK', minor: 1, fields: [] },
  { what: '§4 an empty reason after its SP', text: 'HTTP/1.1 404 \r\n\r\n', status: 404, reason: '', minor: 1, fields: [] },
  { what: '§4 leniency: neither reason nor SP', text: 'HTTP/1.1 404\r\n\r\n', status: 404, reason: '', minor: 1, fields: [] },
  { what: '§4 leniency: neither reason nor SP, with a field', text: 'HTTP/1.1 204\r\nA: b\r\n\r\n', status: 204, reason: '', minor: 1, fields: [['A', 'b']] },
  { what: '§4 a reason of SP, HTAB and obs-text', text: 'HTTP/1.1 200  \tOui\xe9 \r\n\r\n', status: 200, reason: ' \tOui\xe9 ', minor: 1, fields: [] },
  { what: '§2.3 HTTP/1.0, as Go responds to plain HTTP on a TLS port', text: 'HTTP/1.0 400 Bad Request\r\n\r\n', status: 400, reason: 'Bad Request', minor: 0, fields: [] },
  { what: 'status 100', text: 'HTTP/1.1 100 Continue\r\n\r\n', status: 100, reason: 'Continue', minor: 1, fields: [] },
  { what: 'status 599', text: 'HTTP/1.1 599 x\r\n\r\n', status: 599, reason: 'x', minor: 1, fields: [] },
  { what: 'the Engine rejects an attach', text: 'HTTP/1.1 404 Not Found\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n', status: 404, reason: 'Not Found', minor: 1, fields: [['Content-Type', 'application/vnd.docker.raw-stream']] },
  { what: 'the Engine upgrades', text: 'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n', status: 101, reason: 'UPGRADED', minor: 1, fields: [['Content-Type', 'application/vnd.docker.multiplexed-stream'], ['Connection', 'Upgrade'], ['Upgrade', 'tcp']] },
  { what: '§5.1 no white space around a value', text: 'HTTP/1.1 200 OK\r\nA:b\r\n\r\n', status: 200, reason: 'OK', minor: 1, fields: [['A', 'b']] },
  { what: '§5.1 much white space around a value', text: 'HTTP/1.1 200 OK\r\nA: \t b  c \t\r\n\r\n', status: 200, reason: 'OK', minor: 1, fields: [['A', 'b  c']] },
  { what: '§5 empty values, as Podman sends them', text: 'HTTP/1.1 200 OK\r\nBuilder-Version: \r\nB:\r\nC: \t \r\n\r\n', status: 200, reason: 'OK', minor: 1, fields: [['Builder-Version', ''], ['B', ''], ['C', '']] },
  { what: '§5.1 colons in a value', text: 'HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 15:30:43 GMT\r\nA:::\r\n\r\n', status: 200, reason: 'OK', minor: 1, fields: [['Date', 'Mon, 23 Nov 2026 15:30:43 GMT'], ['A', '::']] },
  { what: '§5.5 obs-text in a value, %xA0 at its ends kept', text: 'HTTP/1.1 200 OK\r\nA: \xa0\x80\xff\xa0\r\n\r\n', status: 200, reason: 'OK', minor: 1, fields: [['A', '\xa0\x80\xff\xa0']] },
  { what: '§5.6.2 every tchar in a name', text: "HTTP/1.1 200 OK\r\n!#$%&'*+-.^_`|~09AZaz: x\r\n\r\n", status: 200, reason: 'OK', minor: 1, fields: [["!#$%&'*+-.^_`|~09AZaz", 'x']] },
  { what: 'repeated fields in their order', text: 'HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\na: 3\r\n\r\n', status: 200, reason: 'OK', minor: 1, fields: [['A', '1'], ['B', '2'], ['a', '3']] },
]

export interface InvalidHead {
  readonly what: string
  readonly text: string
  readonly code: 'ERR_HEAD_SYNTAX' | 'ERR_HTTP_VERSION'
  /** Offset of the invalid byte. */
  readonly at: number
}

const syntax = (what: string, text: string, at: number): InvalidHead => ({ what, text, at, code: 'ERR_HEAD_SYNTAX' })
const version = (what: string, text: string, at: number): InvalidHead => ({ what, text, at, code: 'ERR_HTTP_VERSION' })

export const invalidHeads: readonly InvalidHead[] = [
  syntax('§2.2 an empty line first', '\r\nHTTP/1.1 200 OK\r\n\r\n', 0),
  syntax('§2.2 a bare LF first', '\nHTTP/1.1 200 OK\r\n\r\n', 0),
  syntax('white space first', ' HTTP/1.1 200 OK\r\n\r\n', 0),
  syntax('another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 0),
  syntax('a TLS alert', '\x15\x03\x01\x00\x02\x02\x16', 0),
  syntax('an HTTP/2 SETTINGS frame', '\x00\x00\x12\x04\x00\x00\x00\x00\x00', 0),
  syntax('small letters', 'http/1.1 200 OK\r\n\r\n', 0),
  syntax('§2.3 a name that begins right', 'HTTPS/1.1 200 OK\r\n\r\n', 4),
  version('§2.3 HTTP/2.0', 'HTTP/2.0 200 OK\r\n\r\n', 5),
  version('§2.3 HTTP/2', 'HTTP/2 200\r\n\r\n', 5),
  version('§2.3 HTTP/0.9', 'HTTP/0.9 200 OK\r\n\r\n', 5),
  version('§2.3 HTTP/1,1', 'HTTP/1,1 200 OK\r\n\r\n', 6),
  version('§2.3 HTTP/1.2', 'HTTP/1.2 200 OK\r\n\r\n', 7),
  version('§2.3 HTTP/1.x', 'HTTP/1.x 200 OK\r\n\r\n', 7),
  syntax('§2.3 HTTP/1.10', 'HTTP/1.10 200 OK\r\n\r\n', 8),
  syntax('§4 HTAB for SP', 'HTTP/1.1\t200 OK\r\n\r\n', 8),
  syntax('§4 two SP', 'HTTP/1.1  200 OK\r\n\r\n', 9),
  syntax('§4 no status', 'HTTP/1.1\r\n\r\n', 8),
  syntax('§4 a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n', 11),
  syntax('§4 a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n', 12),
  syntax('§4 a status that is no number', 'HTTP/1.1 2x0 OK\r\n\r\n', 10),
  syntax('RFC 9110 §15 status 099', 'HTTP/1.1 099 OK\r\n\r\n', 9),
  syntax('RFC 9110 §15 status 000', 'HTTP/1.1 000 OK\r\n\r\n', 9),
  syntax('RFC 9110 §15 status 600', 'HTTP/1.1 600 OK\r\n\r\n', 9),
  syntax('RFC 9110 §15 status 999', 'HTTP/1.1 999 OK\r\n\r\n', 9),
  syntax('§4 the reason without its SP', 'HTTP/1.1 200OK\r\n\r\n', 12),
  syntax('§4 HTAB before the reason', 'HTTP/1.1 200\tOK\r\n\r\n', 12),
  syntax('§2.2 bare LF after the status', 'HTTP/1.1 200\n\n', 12),
  syntax('§2.2 bare LF after the reason', 'HTTP/1.1 200 OK\n\n', 15),
  syntax('§2.2 bare CR in the reason', 'HTTP/1.1 200 O\rK\r\n\r\n', 15),
  syntax('§4 NUL in the reason', 'HTTP/1.1 200 O\0K\r\n\r\n', 14),
  syntax('§4 DEL in the reason', 'HTTP/1.1 200 O\x7fK\r\n\r\n', 14),
  syntax('§2.2 white space before the first field', 'HTTP/1.1 200 OK\r\n A: b\r\n\r\n', 17),
  syntax('§5.2 a line folded with SP', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n', 23),
  syntax('§5.2 a line folded with HTAB', 'HTTP/1.1 200 OK\r\nA: b\r\n\tc\r\n\r\n', 23),
  syntax('§5 an empty name', 'HTTP/1.1 200 OK\r\n: b\r\n\r\n', 17),
  syntax('§5.1 SP before the colon', 'HTTP/1.1 200 OK\r\nA : b\r\n\r\n', 18),
  syntax('§5.1 HTAB before the colon', 'HTTP/1.1 200 OK\r\nA\t: b\r\n\r\n', 18),
  syntax('§5 SP in the name', 'HTTP/1.1 200 OK\r\nA B: c\r\n\r\n', 18),
  syntax('§5 no colon', 'HTTP/1.1 200 OK\r\nA\r\n\r\n', 18),
  syntax('§5 obs-text in the name', 'HTTP/1.1 200 OK\r\nA\xe9: b\r\n\r\n', 18),
  syntax('§5 obs-text first in the name', 'HTTP/1.1 200 OK\r\n\xe9: b\r\n\r\n', 17),
  syntax('§5 a delimiter in the name', 'HTTP/1.1 200 OK\r\nA(: b\r\n\r\n', 18),
  syntax('§5 DEL in the name', 'HTTP/1.1 200 OK\r\nA\x7f: b\r\n\r\n', 18),
  syntax('§2.2 bare LF after a field', 'HTTP/1.1 200 OK\r\nA: b\nB: c\r\n\r\n', 21),
  syntax('§2.2 bare CR in a value', 'HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n', 22),
  syntax('§2.2 CR CR LF', 'HTTP/1.1 200 OK\r\nA: b\r\r\n\r\n', 22),
  syntax('§2.2 bare LF for the empty line', 'HTTP/1.1 200 OK\r\nA: b\r\n\n', 23),
  syntax('§2.2 bare CR for the empty line', 'HTTP/1.1 200 OK\r\nA: b\r\n\rX', 24),
  syntax('§5.5 NUL in a value', 'HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n', 21),
  syntax('§5.5 a control character in a value', 'HTTP/1.1 200 OK\r\nA: \x1b[0m\r\n\r\n', 20),
  syntax('§5.5 DEL in a value', 'HTTP/1.1 200 OK\r\nA: \x7f\r\n\r\n', 20),
]
