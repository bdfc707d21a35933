// Chunked bodies, valid and invalid (RFC 9112 §7.1). Chars are bytes (latin1).

export interface ValidChunked {
  readonly what: string
  readonly text: string
  readonly body: string
}

const END = '0\r\n\r\n'
const big = 'x'.repeat(300)

export const validChunked: readonly ValidChunked[] = [
  { what: 'empty', text: END, body: '' },
  { what: 'one chunk', text: `5\r\nhello\r\n${END}`, body: 'hello' },
  { what: 'one chunk of one byte', text: `1\r\nx\r\n${END}`, body: 'x' },
  { what: 'many chunks', text: `1\r\na\r\n2\r\nbc\r\n3\r\ndef\r\n10\r\n0123456789abcdef\r\n${END}`, body: 'abcdef0123456789abcdef' },
  { what: 'the Engine: a frame a chunk', text: `f\r\n\x01\0\0\0\0\0\0\x07line 1\n\r\nf\r\n\x02\0\0\0\0\0\0\x07line 2\n\r\n${END}`, body: '\x01\0\0\0\0\0\0\x07line 1\n\x02\0\0\0\0\0\0\x07line 2\n' },
  { what: 'small and capital hex digits', text: `a\r\n0123456789\r\nA\r\n0123456789\r\nfF\r\n${'y'.repeat(255)}\r\n${END}`, body: `01234567890123456789${'y'.repeat(255)}` },
  { what: 'a size of three digits', text: `12c\r\n${big}\r\n${END}`, body: big },
  { what: 'a size of four digits', text: `012c\r\n${big}\r\n${END}`, body: big },
  { what: 'a size of five digits', text: `0012c\r\n${big}\r\n${END}`, body: big },
  { what: 'leading zeros to 16 digits', text: `000000000000012c\r\n${big}\r\n1\r\n!\r\n0000000000000000\r\n\r\n`, body: `${big}!` },
  { what: 'data that look like framing', text: `9\r\n\r\n0\r\n\r\n0\r\r\n${END}`, body: '\r\n0\r\n\r\n0\r' },
  { what: '§7.1.1 an extension', text: `5;a\r\nhello\r\n${END}`, body: 'hello' },
  { what: '§7.1.1 extensions with values, quoted ones and white space', text: `5 ;a=b; c = "d;\te\xe9"\r\nhello\r\n0;z\r\n\r\n`, body: 'hello' },
  { what: '§7.1.1 an empty extension', text: `5;\r\nhello\r\n${END}`, body: 'hello' },
  { what: 'leniency: a size padded with white space', text: `5 \t \r\nhello\r\n0  \r\n\r\n`, body: 'hello' },
  { what: '§7.1.2 a trailer', text: '5\r\nhello\r\n0\r\nX-Sum: abc\r\n\r\n', body: 'hello' },
  { what: '§7.1.2 trailers, an empty one among them', text: '0\r\nA:\r\nb: c:d \xe9\t\r\n\r\n', body: '' },
]

export interface InvalidChunked {
  readonly what: string
  readonly text: string
  readonly code: 'ERR_CHUNK_SYNTAX' | 'ERR_CHUNK_TOO_LARGE' | 'ERR_TRAILERS_TOO_LARGE'
  /** The offset in the body that the message states. */
  readonly at: number
  /** What must have been delivered before. */
  readonly body: string
}

const syntax = (what: string, text: string, at: number, body = ''): InvalidChunked => ({ what, text, at, body, code: 'ERR_CHUNK_SYNTAX' })
const tooLarge = (what: string, text: string, at: number, body = ''): InvalidChunked => ({ what, text, at, body, code: 'ERR_CHUNK_TOO_LARGE' })

export const invalidChunked: readonly InvalidChunked[] = [
  syntax('no size', '\r\nhello\r\n', 0),
  syntax('no size but an extension', ';a\r\nhello\r\n', 0),
  syntax('white space before the size', ' 5\r\nhello\r\n', 0),
  syntax('a sign', '+5\r\nhello\r\n', 0),
  syntax('a negative size', '-5\r\nhello\r\n', 0),
  syntax('0x', '0x5\r\nhello\r\n', 1),
  syntax('no hex digit', 'g\r\nhello\r\n', 0),
  syntax('no hex digit after one', '5g\r\nhello\r\n', 1),
  syntax('an underscore', '1_0\r\nhello\r\n', 1),
  syntax('obs-text', '\xb5\r\nhello\r\n', 0),
  syntax('bare LF after the size', '5\nhello\r\n', 1),
  syntax('bare CR after the size', '5\rhello\r\n', 2),
  syntax('a byte between size and LF', '5x\nhello\r\n0\r\n\r\n', 1),
  syntax('a byte in place of the LF after the size', '5\rxhello\r\n0\r\n\r\n', 2),
  syntax('a byte in place of the CR after the data', '5\r\nhellox\n0\r\n\r\n', 8, 'hello'),
  syntax('a byte in place of the LF after the data', '5\r\nhello\rx0\r\n\r\n', 9, 'hello'),
  syntax('data that end in LF, and a byte in place of the LF after them', '6\r\nhello\n\rx0\r\n\r\n', 10, 'hello\n'),
  syntax('bare LF after an extension', '5;a\nhello\r\n', 3),
  syntax('bare CR after an extension', '5;a\rhello\r\n', 4),
  syntax('bare LF after padding', '5 \nhello\r\n', 2),
  syntax('two sizes', '5 5\r\nhello\r\n', 2),
  syntax('NUL in an extension', '5;a\0\r\nhello\r\n', 3),
  syntax('DEL in an extension', '5;a\x7f\r\nhello\r\n', 3),
  syntax('data longer than their size', '4\r\nhello\r\n', 7, 'hell'),
  syntax('data shorter than their size', '6\r\nhello\r\n0\r\n\r\n', 9, 'hello\r'),
  syntax('bare LF after the data', '5\r\nhello\n', 8, 'hello'),
  syntax('bare CR after the data', '5\r\nhello\r0\r\n', 9, 'hello'),
  syntax('a good chunk, a bad one', '3\r\nabc\r\n5\r\nhello!!3\r\nabc\r\n', 16, 'abchello'),
  syntax('an offset after many chunks', `${'1\r\nx\r\n'.repeat(10)}z\r\n`, 60, 'xxxxxxxxxx'),
  syntax('an empty line between chunks', '1\r\nx\r\n\r\n1\r\nx\r\n', 6, 'x'),
  syntax('no size of zero at the end', '1\r\nx\r\n\r\n', 6, 'x'),
  syntax('17 digits', `${'0'.repeat(16)}5\r\nhello\r\n`, 16),
  syntax('17 zeros', `${'0'.repeat(17)}\r\n\r\n`, 16),
  tooLarge('2^53', '20000000000000\r\n', 13),
  tooLarge('2^64 - 1', 'ffffffffffffffff\r\n', 13),
  tooLarge('2^64', '10000000000000000\r\n', 14),
  tooLarge('2^64 + 5, which is 5 to who wraps', '10000000000000005\r\nhello\r\n', 14),
  tooLarge('more than any number holds', `${'f'.repeat(1000)}\r\n`, 13),
  tooLarge('after good data', '1\r\nx\r\n20000000000000\r\n', 19, 'x'),
  syntax('data after the last chunk', '0\r\nhello\r\n\r\n', 8),
  syntax('bare LF for the end', '0\r\n\n', 3),
  syntax('bare CR for the end', '0\r\n\rx', 4),
  syntax('bare LF after the last size', '0\n\r\n', 1),
  syntax('a trailer without a name', '0\r\n: x\r\n\r\n', 3),
  syntax('a folded trailer', '0\r\nA: b\r\n c\r\n\r\n', 9),
  syntax('white space before a trailer\'s colon', '0\r\nA : b\r\n\r\n', 4),
  syntax('a trailer without a colon', '0\r\nA\r\n\r\n', 4),
  syntax('a control character in a trailer', '0\r\nA: \x01\r\n\r\n', 6),
  syntax('bare LF after a trailer', '0\r\nA: b\n\r\n', 7),
  syntax('bare CR after a trailer', '0\r\nA: b\rc\r\n', 8),
]
