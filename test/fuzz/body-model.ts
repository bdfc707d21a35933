// What each way to read must deliver of a body, and how it must end: frames, lines, records and values, written as plainly as possible
// over the whole body. It shares no code with src/stream. Chars are bytes (latin1).

/** How a body reached its reader: 'clean', or the code of the error that ended it. */
export interface Delivered {
  items: readonly string[]
  /** 'clean', or codes of which one must come. */
  end: readonly string[]
  /** Further items may follow: what is in the body there is no record of an Engine. */
  loose?: boolean
}

/** Frames of a body: the pieces of each kind, joined while the kind stays, and the code of a frame that is none. */
interface Frames {
  frames: { kind: number; text: string }[]
  /** The rest of an incomplete frame or header is missing. */
  cut: boolean
  code: string | undefined
}

function framesOf(body: string): Frames {
  const frames: Frames['frames'] = []
  let at = 0
  while (at < body.length) {
    const header = body.slice(at, at + 8)
    if (header.charCodeAt(0) > 3 || /[^\0]/.test(header.slice(1, 4)))
      return { frames, cut: false, code: 'ERR_FRAME_TYPE' }
    if (header.length < 8) return { frames, cut: true, code: undefined }
    const size = Buffer.from(header, 'latin1').readUInt32BE(4)
    const text = body.slice(at + 8, at + 8 + size)
    frames.push({ kind: header.charCodeAt(0), text })
    if (text.length < size) return { frames, cut: true, code: undefined }
    at += 8 + size
  }
  return { frames, cut: false, code: undefined }
}

const utf8 = (text: string): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(text, 'latin1'))
/** A record of a log that is shorter ends its line. */
const RECORD_BYTES = 16_384
const NAMES = ['stdin', 'stdout', 'stderr', 'system']

/** The end of a multiplexed body that the connection brought to `end`. */
function framesEnd({ cut, code }: Frames, end: string): string[] {
  if (code !== undefined) return [code]
  return [cut && end === 'clean' ? 'ERR_TRUNCATED_FRAME' : end]
}

/** The bytes of each kind in order: neighbours of one kind are joined, since a frame may come in pieces. */
export function merged(pieces: readonly (readonly [kind: string, text: string])[]): string[] {
  const items: [string, string][] = []
  for (const [kind, text] of pieces) {
    const last = items.at(-1)
    if (last?.[0] === kind) last[1] += text
    else if (text !== '') items.push([kind, text])
  }
  return items.map(([kind, text]) => `${kind}:${text}`)
}

/** `frames()` and `onFrame()`: pieces by their kind. */
export function asFrames(body: string, end: string, raw: boolean): Delivered {
  if (raw) return { items: merged([['stdout', body]]), end: [end] }
  const found = framesOf(body)
  return { items: merged(found.frames.map(({ kind, text }) => [NAMES[kind]!, text])), end: framesEnd(found, end) }
}

/** `pipe()` and `outputs()`: two texts. Kind 0 goes with stdout, kind 3 with stderr. */
export function asOutputs(body: string, end: string, raw: boolean): Delivered {
  if (raw) return { items: [body, ''], end: [end] }
  const found = framesOf(body)
  const of = (kinds: number[]) => found.frames.map(({ kind, text }) => (kinds.includes(kind) ? text : '')).join('')
  return { items: [of([0, 1]), of([2, 3])], end: framesEnd(found, end) }
}

/** `lines()`: the lines of each kind; they are compared kind by kind. `perFrame`: a frame without an LF ends its line, as in `logs()`. */
export function asLines(body: string, end: string, raw: boolean, perFrame: boolean): Delivered {
  const found: Frames = raw ? { frames: [{ kind: 1, text: body }], cut: false, code: undefined } : framesOf(body)
  const texts = new Map<number, string[]>()
  const goesOn = new Set<number>()
  for (const { kind, text } of found.frames) {
    const list = texts.get(kind) ?? []
    texts.set(kind, list)
    if (list.length === 0 || (perFrame && !goesOn.has(kind))) list.push(text)
    else list[list.length - 1] += text
    // The Engine cuts a longer line into records of this size.
    if (text.length >= RECORD_BYTES) goesOn.add(kind)
    else goesOn.delete(kind)
  }
  const items: string[] = []
  for (const [kind, list] of [...texts].sort(([a], [b]) => a - b)) {
    for (const text of list) {
      const parts = text.split('\n')
      const last = parts.pop()!
      for (const part of parts) items.push(`${NAMES[kind]}:${utf8(raw ? part.replace(/\r$/, '') : part)}$`)
      if (last !== '') items.push(`${NAMES[kind]}:${utf8(last)}`)
    }
  }
  return { items, end: framesEnd(found, end) }
}

/** Lines as they came, in the order in which {@link asLines} has them. */
export function byKind(lines: readonly { stream: string; text: string; complete: boolean }[]): string[] {
  return [...lines]
    .map((line, index) => ({ ...line, index, kind: NAMES.indexOf(line.stream) }))
    .sort((a, b) => a.kind - b.kind || a.index - b.index)
    .map(({ stream, text, complete }) => `${stream}:${text}${complete ? '$' : ''}`)
}

/** `records()`: JSON values one after another. Where a value is none, what the end is called depends on where its text stops to be JSON. */
export function asRecords(body: string, end: string): Delivered {
  const items: string[] = []
  let at = 0
  for (;;) {
    while (at < body.length && /[\s\x1e]/.test(body[at]!) && body[at]! <= ' ') at++
    if (at === body.length) return { items, end: [end] }
    if (body[at] !== '{' && body[at] !== '[') {
      return { items, end: [end, 'ERR_RECORD_SYNTAX', 'ERR_TRUNCATED_RECORD', 'ERR_ENGINE_STREAM'], loose: true }
    }
    const stop = valueEnd(body, at)
    if (stop === undefined) {
      const cut = end === 'clean' ? 'ERR_TRUNCATED_RECORD' : end
      // Only a text that begins as objects do, and was not changed, is known to be whole JSON as far as it goes.
      return { items, end: isPrefix(body.slice(at)) ? [cut] : [...new Set([cut, 'ERR_RECORD_SYNTAX'])] }
    }
    const value: unknown = JSON.parse(utf8(body.slice(at, stop)))
    const { error, errorDetail } = (value ?? {}) as { error?: unknown; errorDetail?: unknown }
    if (typeof value === 'object' && (error || errorDetail)) return { items, end: ['ERR_ENGINE_STREAM'] }
    items.push(JSON.stringify(value))
    at = stop
  }
}

/** Where a value that ends itself ends: an object or an array. Others are no records of an Engine. */
function valueEnd(body: string, at: number): number | undefined {
  const close = body[at] === '{' ? '}' : body[at] === '[' ? ']' : undefined
  if (close === undefined) return undefined
  for (let stop = body.indexOf(close, at); stop >= 0; stop = body.indexOf(close, stop + 1)) {
    try {
      JSON.parse(utf8(body.slice(at, stop + 1)))
      return stop + 1
    } catch {
      // Not yet.
    }
  }
  return undefined
}

/** Whether a text is the beginning of a record that the fuzzer itself wrote: `{"n":7,"text":"…"}`. */
function isPrefix(text: string): boolean {
  const parts = ['{', '"', 'n', '"', ':', '\\d+', ',', '"', 't', 'e', 'x', 't', '"', ':', '"', '[a-z ]*', '"', '}']
  let pattern = ''
  for (const part of parts.reverse()) pattern = `(?:${part}${pattern})?`
  return new RegExp(`^${pattern}$`).test(text)
}

/** The whole body as bytes: nothing without a clean end. */
export function asWhole(body: string, end: string): Delivered {
  return { items: end === 'clean' && body !== '' ? [body] : [], end: [end] }
}

/** The body as one JSON value. `empty`: what an empty body is. */
export function asJson(body: string, end: string, empty: 'undefined' | 'ERR_RECORD_SYNTAX'): Delivered {
  if (end !== 'clean') return { items: [], end: [end] }
  if (body === '') return empty === 'undefined' ? { items: [], end: ['clean'] } : { items: [], end: [empty] }
  try {
    return { items: [JSON.stringify(JSON.parse(utf8(body)))], end: ['clean'] }
  } catch {
    return { items: [], end: ['ERR_RECORD_SYNTAX'] }
  }
}

/** Bytes as they arrive. */
export function asPieces(body: string, end: string): Delivered {
  return { items: body === '' ? [] : [body], end: [end] }
}
