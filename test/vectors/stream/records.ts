// Bodies of JSON records and what they are. Text is UTF-8. `error`: code and a part of the message, thrown by push or end.

export interface RecordVector {
  name: string
  text: string
  records: unknown[]
  error?: [code: string, message: string]
  limit?: number
}

export const recordVectors: RecordVector[] = [
  { name: 'nothing', text: '', records: [] },
  { name: 'LF', text: '{"a":1}\n{"b":2}\n', records: [{ a: 1 }, { b: 2 }] },
  { name: 'CRLF', text: '{"status":"x"}\r\n{"status":"y"}\r\n', records: [{ status: 'x' }, { status: 'y' }] },
  { name: 'CR', text: '{"a":1}\r{"a":2}\r', records: [{ a: 1 }, { a: 2 }] },
  { name: 'json-seq', text: '\x1e{"a":1}\n\x1e{"a":2}\n', records: [{ a: 1 }, { a: 2 }] },
  { name: 'RS alone', text: '\x1e1\x1e2', records: [1, 2] },
  { name: 'blank lines', text: '\n\r\n  \n\t\r\n1\n \n', records: [1] },
  { name: 'blank at the end', text: '1\n  ', records: [1] },
  { name: 'no line end', text: '{"a":1}\n{"b":2}', records: [{ a: 1 }, { b: 2 }] },
  { name: 'every kind of value', text: 'null\ntrue\n-1.5e3\n"s"\n[]\n{}\n', records: [null, true, -1500, 's', [], {}] },
  { name: 'space around', text: '  {"a": [1, 2]} \n', records: [{ a: [1, 2] }] },
  { name: 'escapes hold line ends', text: '{"stream":"a\\r\\n\\u001e"}\n', records: [{ stream: 'a\r\n\x1e' }] },
  { name: 'characters of 2, 3 and 4 bytes', text: '{"k":"é€😀"}\n"€"', records: [{ k: 'é€😀' }, '€'] },
  {
    name: 'an error record without a line end',
    text: '{"status":"Pulling"}\r\n{"errorDetail":{"message":"denied"},"error":"denied"}',
    records: [{ status: 'Pulling' }, { errorDetail: { message: 'denied' }, error: 'denied' }],
  },
  {
    name: 'a proxy’s HTML',
    text: '{"a":1}\n<html>secret</html>\n{"b":2}\n',
    records: [{ a: 1 }],
    error: ['ERR_RECORD_SYNTAX', 'record 1 at offset 8 of the body is not JSON: it begins with the byte 0x3c'],
  },
  {
    name: 'two values without a separator',
    text: '{"a":1}{"b":2}\n',
    records: [{ a: 1 }, { b: 2 }],
  },
  {
    name: 'values of every kind behind each other, without a line end',
    text: '{"a":"}{\\"\\\\"}[1,[]]"x""y"truefalse null-1.5e+3 0 7{}1',
    records: [{ a: '}{"\\' }, [1, []], 'x', 'y', true, false, null, -1500, 0, 7, {}, 1],
  },
  {
    name: 'values over several lines',
    text: '{\r\n  "a": [\n    1,\n    {}\n  ]\r\n}\n[\n]{\n"b"\n:\n2 }\n\x1e"c"\n',
    records: [{ a: [1, {}] }, [], { b: 2 }, 'c'],
  },
  {
    name: 'a line that is cut is wrong where it goes on, and not at the end of the body',
    text: '{"a":1\n{"secret":2}\n{"b":3}\n',
    records: [],
    error: ['ERR_RECORD_SYNTAX', 'record 0 at offset 0 of the body is not JSON: it begins with the byte 0x7b'],
  },
  {
    name: 'words behind a value',
    text: '{"a":1} secret\n',
    records: [{ a: 1 }],
    error: ['ERR_RECORD_SYNTAX', 'record 1 at offset 8 of the body is not JSON: it begins with the byte 0x73'],
  },
  { name: 'a line end in a string', text: '"a\nb"', records: [], error: ['ERR_RECORD_SYNTAX', 'record 0 at offset 0 '] },
  { name: 'RS in a value', text: '[1,\x1e2]\n', records: [], error: ['ERR_RECORD_SYNTAX', 'record 0 at offset 0 '] },
  { name: 'an escape that is none', text: '["\\x"]\n', records: [], error: ['ERR_RECORD_SYNTAX', 'record 0 '] },
  { name: 'brackets that do not match', text: '[{"a":1]', records: [], error: ['ERR_RECORD_SYNTAX', 'record 0 '] },
  { name: 'a number without its digits', text: '1\n-', records: [1], error: ['ERR_TRUNCATED_RECORD', 'record 1, '] },
  { name: 'a long line of short records', text: '[1][2][3]\n', limit: 3, records: [[1], [2], [3]] },
  {
    name: 'cut in a record',
    text: '{"a":1}\n\n{"b":',
    records: [{ a: 1 }],
    error: ['ERR_TRUNCATED_RECORD', 'record 1, which begins at offset 9'],
  },
  { name: 'exactly the limit', text: '"abcd"\n12345\n', limit: 6, records: ['abcd', 12345] },
  {
    name: 'over the limit',
    text: '1\n"abcde"\n',
    limit: 6,
    records: [1],
    error: ['ERR_RECORD_TOO_LARGE', 'record 1 at offset 2 of the body is longer than 6 bytes'],
  },
  {
    name: 'over the limit, without an end',
    text: '1\n"abcdefghij',
    limit: 6,
    records: [1],
    error: ['ERR_RECORD_TOO_LARGE', 'record 1 at offset 2 of the body is longer than 6 bytes'],
  },
]
