// A pull, push, load or build as a state to show: a reducer over the records of a Progress. Pure: each step gives a new state.
// States of the operation: running → done or failed. States of a layer: waiting → moving (its bytes go over the network) →
// unpacking (a pull and a load) → done; a layer that is there already is done at once.
// Engine facts: a record's `id` is a layer, or the tag in 'Pulling from'. A size comes with the first bytes; small layers have none.
// The containerd image store counts 'Extracting' in seconds, and reports a pull's bytes now and then: a layer that comes in between has no
// size, and one that is there already may have no record. Podman's pull has no sizes at all.

import type { ProgressRecord } from '../../recipes/images/progress.ts'

/** How far one layer is. */
export interface LayerProgress {
  /** The layer's short id. */
  readonly id: string
  /** 'waiting', 'moving' (its bytes go over the network), 'unpacking', or 'done'. */
  readonly phase: 'waiting' | 'moving' | 'unpacking' | 'done'
  /** The phase in the Engine's words: 'Downloading', 'Already exists' … */
  readonly status: string
  /** Bytes of the present phase that are done, and all of them; undefined if the Engine does not report them. */
  readonly current: number | undefined
  readonly total: number | undefined
  /** Bytes that went over the network for this layer, and its size there; 0 for one that was there already. */
  readonly moved: number
  readonly size: number | undefined
}

/** How far an operation is: what {@link progressNext} returns. */
export interface ProgressState {
  readonly outcome: 'running' | 'done' | 'failed'
  /** Why it failed. */
  readonly error: Error | undefined
  /** The layers in the order in which they were named first. */
  readonly layers: readonly LayerProgress[]
  /** Bytes that went over the network, of all layers. */
  readonly moved: number
  /** The size of all layers that are moved, in bytes; undefined while it is not known of each. */
  readonly size: number | undefined
  /** Bytes per second, of the last seconds; undefined until two moments can be compared. */
  readonly rate: number | undefined
  /** The last line that is not about a layer: 'Digest: sha256:…', a line of a build's output. */
  readonly line: string | undefined
  /** The present step of a build. */
  readonly step: { readonly number: number; readonly count: number; readonly text: string } | undefined
  /** What `rate` was computed at. */
  readonly measured: { readonly at: number; readonly moved: number } | undefined
}

/** ms over which a rate is averaged: older bytes count less and less. */
export const RATE_MS = 3_000
/** The least ms between two computations of a rate. */
export const RATE_STEP_MS = 250

/** An operation of which nothing is known yet. */
export const progressStart: ProgressState = Object.freeze({
  outcome: 'running',
  error: undefined,
  layers: [],
  moved: 0,
  size: undefined,
  rate: undefined,
  line: undefined,
  step: undefined,
  measured: undefined,
})

/**
 * The state after one more record. The state before it is not changed.
 * @param at the present time in ms, on any clock that does not go back, such as `performance.now()`; without it there is no `rate`
 */
export function progressNext(state: ProgressState, record: ProgressRecord, at?: number): ProgressState {
  const next = isLayer(record) ? withLayer(state, record) : withText(state, record)
  return at === undefined ? next : measured(next, at)
}

/** The state at the end: failed with an error, done without one. */
export function progressEnd(state: ProgressState, error?: Error): ProgressState {
  if (error !== undefined) return { ...state, outcome: 'failed', error }
  return { ...state, outcome: 'done' }
}

/** A tag has an id too, in the line that begins a pull. */
function isLayer({ id, status }: ProgressRecord): boolean {
  return Boolean(id) && status !== undefined && !/^(Pulling from|Digest:|Status:) /.test(status)
}

function withText(state: ProgressState, { id, status, stream }: ProgressRecord): ProgressState {
  const text = stream ?? (id ? `${id}: ${status ?? ''}` : status)
  const line = text?.split(/\r\n|\r|\n/).findLast((one) => one.trim() !== '')
  if (line === undefined) return state
  const [, number, count, step] = (stream !== undefined && /^Step (\d+)\/(\d+) : (.*)$/.exec(line)) || []
  if (step === undefined) return { ...state, line }
  return { ...state, line, step: { number: Number(number), count: Number(count), text: step } }
}

function withLayer(state: ProgressState, record: ProgressRecord): ProgressState {
  const id = record.id!
  const at = state.layers.findIndex((layer) => layer.id === id)
  const layer = layerAfter(state.layers[at], id, record)
  const layers = at < 0 ? [...state.layers, layer] : state.layers.with(at, layer)
  const moved = layers.reduce((sum, one) => sum + one.moved, 0)
  const isKnown = layers.every(({ size }) => size !== undefined)
  const size = isKnown ? layers.reduce((sum, one) => sum + one.size!, 0) : undefined
  return { ...state, layers, moved, size }
}

const MOVING = /^(Downloading|Pushing|Loading layer|Copying blob)/
const UNPACKING = /^(Extracting|Verifying Checksum|Download complete)/
const DONE = /^(Pull complete|Pushed|Already exists|Layer already exists|Mounted from|Loaded|Exists)/

function layerAfter(before: LayerProgress | undefined, id: string, record: ProgressRecord): LayerProgress {
  const { status = '', progressDetail } = record
  const { current, total, units } = progressDetail ?? {}
  let { moved = 0, size } = before ?? {}
  let phase: LayerProgress['phase'] = 'waiting'
  if (MOVING.test(status)) {
    phase = 'moving'
    // A push may send more than it had counted, and a download begins again after it broke off.
    size = total ?? size
    moved = Math.min(current ?? moved, size ?? Number.POSITIVE_INFINITY)
    // A load has no record of a layer's end but this.
    if (status.startsWith('Loading layer') && size !== undefined && moved === size) phase = 'done'
  } else if (UNPACKING.test(status) || DONE.test(status)) {
    phase = DONE.test(status) ? 'done' : 'unpacking'
    // It has all arrived. One without a size was too small for a record of it, or was there already.
    size ??= moved
    moved = size
  }
  const isBytes = units === undefined
  return { id, phase, status, current: isBytes ? current : undefined, total: isBytes ? total : undefined, moved, size }
}

function measured(state: ProgressState, at: number): ProgressState {
  const { measured: before, moved, rate: old } = state
  if (before === undefined) return { ...state, measured: { at, moved } }
  const passed = at - before.at
  if (passed < RATE_STEP_MS) return state
  const fresh = Math.max(0, ((moved - before.moved) / passed) * 1000)
  const weight = old === undefined ? 1 : 1 - Math.exp(-passed / RATE_MS)
  return { ...state, rate: (old ?? 0) + (fresh - (old ?? 0)) * weight, measured: { at, moved } }
}
