// What the generator works on between the documents and the text: declared types with their fields, and operations. Each
// stage (conversion, history, corrections) adds to it; the printers only read it.

export type Type =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'values'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'list'; readonly of: Type; readonly length?: number }
  | { readonly kind: 'map'; readonly of: Type }
  | { readonly kind: 'either'; readonly types: readonly Type[] }

/** When something came, and when it went. */
export interface Life {
  /** The first version that has it, where that is not the oldest document's. */
  since?: string
  /** The first version that marks it as deprecated. */
  deprecated?: string
  /** The first version that has it no more. */
  removed?: string
}

/** What the documents say of a thing, in a sentence or two. */
export interface Described {
  description?: string
}

export interface Field extends Life, Described {
  readonly name: string
  type: Type
  required: boolean
  nullable: boolean
}

export interface Declaration extends Described {
  readonly name: string
  readonly parents: string[]
  /** An object has fields; anything else is another name for a type. */
  fields?: Field[]
  alias?: Type
}

export interface OperationResponse {
  readonly status: string
  headers: Field[]
  /** Content type → what is in the body; empty where there is none. */
  content: Record<string, Type>
}

export interface Operation extends Life, Described {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly tag: string
  parameters: Record<'path' | 'query' | 'header', Field[]>
  body?: { required: boolean; content: Record<string, Type> }
  responses: OperationResponse[]
}

export interface Model {
  readonly versions: readonly string[]
  readonly declarations: Map<string, Declaration>
  readonly operations: Operation[]
}

export const plain = (text: string): Type => ({ kind: 'plain', text })
export const named = (name: string): Type => ({ kind: 'name', name })
export const listOf = (of: Type): Type => ({ kind: 'list', of })
export const mapOf = (of: Type): Type => ({ kind: 'map', of })
export const oneOf = (...values: (string | number)[]): Type => ({ kind: 'values', values })
export const either = (...types: Type[]): Type => ({ kind: 'either', types })

export const STRING = plain('string')
export const NUMBER = plain('number')
export const BOOLEAN = plain('boolean')
export const UNKNOWN = plain('unknown')

/** The declared names in a type. */
export function namesIn(type: Type): string[] {
  switch (type.kind) {
    case 'name':
      return [type.name]
    case 'list':
    case 'map':
      return namesIn(type.of)
    case 'either':
      return type.types.flatMap(namesIn)
    default:
      return []
  }
}
