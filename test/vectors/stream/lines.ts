// Pieces of output and the lines they are. `pieces` are [kind, text as UTF-8]; `lines` are [kind, text, complete].

export interface LineVector {
  name: string
  pieces: [kind: number, text: string][]
  lines: [kind: number, text: string, complete: boolean][]
  /** A TTY's stream. */
  raw?: true
  limit?: number
}

const long = 'x'.repeat(100)

export const lineVectors: LineVector[] = [
  { name: 'nothing', pieces: [], lines: [] },
  { name: 'an empty piece', pieces: [[1, '']], lines: [] },
  { name: 'one line', pieces: [[1, 'a\n']], lines: [[1, 'a', true]] },
  {
    name: 'several in a piece, empty ones too',
    pieces: [[1, 'a\n\n\nb\n']],
    lines: [
      [1, 'a', true],
      [1, '', true],
      [1, '', true],
      [1, 'b', true],
    ],
  },
  {
    name: 'a line in many pieces, the other output between them',
    pieces: [
      [1, 'be'],
      [2, 'error\nmo'],
      [1, 'gin'],
      [2, 're\n'],
      [1, 'ning\nend'],
    ],
    lines: [
      [2, 'error', true],
      [2, 'more', true],
      [1, 'beginning', true],
      [1, 'end', false],
    ],
  },
  {
    name: 'no line end on either output, passed on in the order of their kinds',
    pieces: [
      [2, 'late'],
      [1, '$ '],
    ],
    lines: [
      [1, '$ ', false],
      [2, 'late', false],
    ],
  },
  { name: 'CR stays, it is the program’s', pieces: [[1, 'a\r\nb\rc\n']], lines: [[1, 'a\r', true], [1, 'b\rc', true]] },
  {
    name: 'CR before LF is the terminal’s',
    raw: true,
    pieces: [[1, 'tty-out\r\n\r\n50%\r100%\r\n\rx\ny\r']],
    lines: [
      [1, 'tty-out', true],
      [1, '', true],
      [1, '50%\r100%', true],
      [1, '\rx', true],
      [1, 'y\r', false],
    ],
  },
  {
    name: 'characters of 2, 3 and 4 bytes',
    pieces: [
      [1, 'é€😀\n'],
      [2, '→→→→ abc✔\n😀'],
    ],
    lines: [
      [1, 'é€😀', true],
      [2, '→→→→ abc✔', true],
      [2, '😀', false],
    ],
  },
  { name: 'NUL and other controls', pieces: [[1, '\0\x1b[0m\x01\n']], lines: [[1, '\0\x1b[0m\x01', true]] },
  { name: 'a byte order mark stays', pieces: [[1, '\ufeffa\n']], lines: [[1, '\ufeffa', true]] },
  { name: 'exactly the limit', limit: 100, pieces: [[1, `${long}\n`]], lines: [[1, long, true]] },
  {
    name: 'one over the limit',
    limit: 100,
    pieces: [[1, `${long}y\nz\n`]],
    lines: [
      [1, long, false],
      [1, 'y', true],
      [1, 'z', true],
    ],
  },
  {
    name: 'many times the limit',
    limit: 8,
    pieces: [[1, 'aaaaaaaabbbbbbbbcccccccc\ndddddddde']],
    lines: [
      [1, 'aaaaaaaa', false],
      [1, 'bbbbbbbb', false],
      [1, 'cccccccc', true],
      [1, 'dddddddd', false],
      [1, 'e', false],
    ],
  },
  {
    name: 'the limit does not split a character',
    limit: 8,
    pieces: [[2, '€€€€€\nabcdefg😀\nabcdefgé\n']],
    lines: [
      [2, '€€', false],
      [2, '€€', false],
      [2, '€', true],
      [2, 'abcdefg', false],
      [2, '😀', true],
      [2, 'abcdefg', false],
      [2, 'é', true],
    ],
  },
  {
    name: 'a limit too small for a character is 4',
    limit: 1,
    pieces: [[1, '😀😀ab\n']],
    lines: [
      [1, '😀', false],
      [1, '😀', false],
      [1, 'ab', true],
    ],
  },
  {
    name: 'the limit between CR and LF',
    raw: true,
    limit: 4,
    pieces: [[1, 'abcd\r\nabc\r\n']],
    lines: [
      [1, 'abcd', false],
      [1, '', true],
      [1, 'abc', true],
    ],
  },
]
