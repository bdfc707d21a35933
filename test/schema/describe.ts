// A description of the API documents → a short doc comment: its first paragraph without Markdown's breaks and lists, of that the
// first sentence, and the second where both are short. The documents are moby's, under the Apache License 2.0.

/** Characters of a sentence; a longer one is cut at a word. */
const LONGEST = 300
/** Characters of two sentences together. */
const TWO = 200
/** Columns of a doc comment. */
const WIDTH = 120

/** @returns undefined where nothing is said */
export function shortened(description: string | undefined): string | undefined {
  for (const paragraph of (description ?? '').replace(/<br\s*\/?>/g, '\n\n').split(/\n\s*\n/)) {
    const text = plainText(paragraph)
    if (text !== undefined) return text
  }
  return undefined
}

function plainText(paragraph: string): string | undefined {
  const lines = paragraph.split('\n').map((line) => line.trim())
  // quotes are notes and warnings; what is deprecated is a tag
  if (/^(>|\*\*deprecated|deprecated:|#|\||```)/i.test(lines[0] ?? '')) return undefined
  const list = lines.findIndex((line, at) => at > 0 && /^([-*]|\d+\.|```|\|) ?/.test(line) && !line.startsWith('**'))
  const words = (list < 0 ? lines : lines.slice(0, list)).join(' ').replace(/\s+/g, ' ').trim()
  const bare = words
    .replace(/^- /, '')
    .replaceAll('*/', '* /')
    .replace(/(,? in the form)?:$/, '.')
  if (!/\w/.test(bare)) return undefined
  const [first = '', second = ''] = bare.split(/(?<=[^.][.!?])(?<!\b(?:e\.g|i\.e|etc|vs)\.) (?=[A-Z`"'(])/)
  const both = second !== '' && first.length + second.length < TWO ? `${first} ${second}` : first
  if (both.length <= LONGEST) return both
  return `${both.slice(0, both.lastIndexOf(' ', LONGEST))} …`
}

/** A doc comment: on one line where it fits, a line for each tag otherwise. */
export function comment(description: string | undefined, tags: readonly string[], indent: string): string {
  if (description === undefined && tags.length === 0) return ''
  const [only] = description === undefined ? tags : [description]
  const single = `${indent}/** ${only} */`
  const parts = tags.length + (description === undefined ? 0 : 1)
  if (parts === 1 && single.length <= WIDTH) return `${single}\n`
  const lines = [...(description === undefined ? [] : wrapped(description, WIDTH - indent.length - 3)), ...tags]
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line += line === '' ? word : ` ${word}`
    }
  }
  // a word with @ at a line's start would be a tag
  return [...lines, line].map((one) => (one.startsWith('@') ? `\u200b${one}` : one))
}
