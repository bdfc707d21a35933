// Names for what the documents leave without: inline objects are called after the operation or the object that they are in.

/** `mac_address`, `X-Registry-Auth` and `one-shot` as parts of a type's name. */
export function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

/** A schema's title where it can be a name: one word. */
export function titled(title: string | undefined): string | undefined {
  return title !== undefined && /^[A-Z][A-Za-z0-9]*$/.test(title) ? title : undefined
}

/** A property as it stands in an interface: quoted only where it must be. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) || /^[1-9]\d*$/.test(name) ? name : quoted(name)
}

export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
