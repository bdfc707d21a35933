// One random schedule over the model: what is written, what goes wrong, and a consumer; and what was violated in the end.

import { connect } from '../../../src/index.ts'
import type { LogRecord } from '../../../src/logs/records/log-record.ts'
import type { LogSource } from '../../../src/logs/records/log-source.ts'
import type { FollowNotice } from '../../../src/logs/records/notices.ts'
import { beginPlain, beginTailed, type ConsumedWorld, type Subject } from './consumer.ts'
import { ModelEngine } from './model.ts'
import { randomOf } from './model-clock.ts'
import type { ModelOptions } from './model-world.ts'
import { type Taken, verdict } from './verdict.ts'

const GAP: Taken = { gap: true, kind: 0, stamp: '', text: '', pieces: 0 }
const none = connect('unix:///nowhere')
const KINDS = { stdin: 0, stdout: 1, stderr: 2, system: 3 } as const

/** What went wrong, in one line; undefined where nothing did. */
export async function runSchedule(seed: number, subject: Subject): Promise<string | undefined> {
  const random = randomOf(seed)
  const chance = (probability: number): boolean => random() < probability
  const below = (limit: number): number => Math.floor(random() * limit)
  const rotates = chance(0.6)
  const options: ModelOptions = {
    major: chance(0.5) ? 20 : 28,
    tty: chance(0.15),
    perFile: rotates ? 5 + below(20) : 0,
    files: rotates ? 2 + below(6) : 1,
    wholeSeconds: chance(0.1),
    stepsBack: chance(0.3) ? 0.2 : 0,
    starves: 0,
  }
  // It is between the two outputs that times step back: a TTY has one. (A clock that is set back: docs/logs.md.)
  if (options.tty) options.stepsBack = 0
  if (rotates && options.major >= 23 && !options.wholeSeconds && seed % 4 === 0) {
    // What an audit looks for has to be stored still.
    Object.assign(options, { starves: 0.05, files: 1000 })
  }
  const engine = new ModelEngine(options, random)
  const { clock } = engine
  const mayLose = { damage: chance(0.08), truncation: chance(0.05) }
  if (options.starves > 0) Object.assign(mayLose, { damage: false, truncation: false })
  const source: LogSource = { engine: none, id: 'c', name: 'c', labels: {}, driver: 'json-file', rotates, tty: false }
  const problems: string[] = []
  // Some consumers want some of the lines only.
  const accepts = seed % 5 === 0 ? isWanted : undefined
  let taken: Taken[] = []
  let isAway = false

  const followerOptions = {
    until: 'removed',
    reading: 'auto',
    retry: { first: 100, most: 2000, forMs: 0 },
    stall: 20_000,
  } as const
  const world: ConsumedWorld = {
    engine,
    source,
    accepts,
    follower: followerOptions,
    // Some consumers take batches, and save the cursor of the last one.
    most: seed % 3 === 0 ? 1 + (seed % 7) : 0,
    drowsy: randomOf(-seed - 1),
    isTaking: (own) => consumer === own && !isAway,
    onTaken: (item) => void taken.push(takenOf(item)),
    onReject: (error) => void problems.push(`rejected: ${error.stack}`),
  }
  let consumer = subject.TailedSource === undefined ? beginPlain(subject, world) : beginTailed(subject, world)
  let saved = { count: 0, beginAgain: consumer.save() }

  // — what is written, and what happens —
  /** Of its own, so that what it decides moves nothing else. */
  const sooner = randomOf(-seed)
  let line = 0
  const pieces = chance(0.3)
  const bursts = 3 + below(8)
  for (let burst = 0; burst < bursts; burst++) {
    const count = 1 + below(rotates ? 40 : 12)
    const fast = chance(0.6)
    for (let index = 0; index < count; index++) {
      line = await writeLine(engine, line, pieces)
      await clock.run(clock.now + (fast ? 1 : below(30)))
    }
    const happening = random()
    if (happening < 0.15) engine.cutAll()
    else if (happening < 0.25) {
      engine.isDown = true
      engine.cutAll()
      await clock.run(clock.now + below(4000))
      engine.isDown = false
    } else if (happening < 0.35) {
      if (chance(0.5)) writeUnfinished(engine, line++)
      let isWriting = false
      engine.onStopSeen = () => {
        engine.onStopSeen = undefined
        if (sooner() >= 0.5) return
        isWriting = true
        void startSooner(engine, line++, sooner).then(() => (isWriting = false))
      }
      engine.stop(chance(0.5) ? 'restarting' : 'exited')
      await clock.run(clock.now + below(5000))
      engine.onStopSeen = undefined
      while (isWriting) await clock.run(clock.now + 20)
      engine.start()
    } else if (happening < 0.5) {
      isAway = true
      const away = 100 + below(1500)
      for (let ms = 0; ms < away; ms += 20) {
        if (rotates || chance(0.1)) line = await writeLine(engine, line, pieces)
        await clock.run(clock.now + 20)
      }
      isAway = false
      consumer.take()
    } else if (happening < 0.6) {
      // The consumer saves its cursor with its data; later it crashes, and another goes on from there.
      // An audit knows only what this consumer's connection brought: those schedules have one consumer.
      if (options.starves > 0 || chance(0.5)) saved = { count: taken.length, beginAgain: consumer.save() }
      else {
        consumer.close()
        taken = taken.slice(0, saved.count)
        consumer = saved.beginAgain()
      }
    } else if (happening < 0.65 && mayLose.damage) engine.damage()
    else if (happening < 0.68 && mayLose.truncation) engine.truncate()
    else await clock.run(clock.now + below(2000))
  }
  // — the end: quiet, and time enough —
  for (let index = 0; index < 3; index++) {
    line = await writeLine(engine, line, false)
    await clock.run(clock.now + 3000)
  }
  await clock.run(clock.now + (mayLose.truncation ? 60_000 : 11_000))
  engine.stop('exited')
  await clock.run(clock.now + 3000)
  consumer.close()
  await clock.run(clock.now + 10)
  subject.onEnd?.(engine)
  problems.push(
    ...verdict(engine, taken, {
      accepts,
      rotates: rotates || mayLose.truncation,
      mayLoseNothing: !rotates && !mayLose.damage && !mayLose.truncation,
    }),
  )
  return problems.length === 0
    ? undefined
    : `seed ${seed} ${JSON.stringify(options)}: ${problems.slice(0, 3).join('; ')}`
}

function takenOf(item: LogRecord | FollowNotice): Taken {
  if (item.kind !== 'record') {
    if (item.kind !== 'gap') return { ...GAP, gap: false }
    const { after, before } = item
    if (item.cause === 'skipped') return { ...GAP, gap: false, skipped: { after, before } }
    return GAP
  }
  const text = Buffer.from(item.bytes).toString('latin1')
  return {
    gap: false,
    kind: KINDS[item.stream],
    stamp: item.timestamp,
    text: item.complete ? `${text}\n` : text,
    pieces: item.pieces,
  }
}

/** The filter of some schedules: by the length of a line's first record. */
const isWanted = (_kind: number, _bytes: Uint8Array, text: number, end: number): boolean => (end - text) % 3 !== 0

/** Writes a line, perhaps in pieces. */
async function writeLine(engine: ModelEngine, line: number, pieces: boolean): Promise<number> {
  if (engine.state !== 'running') return line
  const { clock } = engine
  const pace = async (): Promise<void> => {
    if (engine.leastMs > 0) await clock.run(clock.now + engine.leastMs)
  }
  const { tty, wholeSeconds } = engine.options
  const kind = tty || engine.chance(0.7) ? 1 : 2
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
  if (pieces && engine.chance(0.1)) {
    const count = 1 + engine.below(3)
    const fill = engine.chance(0.5) ? 'a' : String.fromCharCode(97 + (line % 26))
    for (let piece = 0; piece < count; piece++) {
      // Where a second is all that a timestamp says, content has to distinguish records.
      engine.append(kind, encode((wholeSeconds ? `${line}.${piece} ` : '').padEnd(16_384, fill)))
      await pace()
      // The other stream writes between the pieces.
      if (tty || !engine.chance(0.4)) continue
      engine.append(3 - kind, encode(`between ${line}.${piece}\n`))
      await pace()
    }
  }
  engine.append(kind, encode(`line ${line} ${'x'.repeat(engine.below(40))}\n`))
  return line + 1
}

/**
 * The container is started again while a follower still acts on its stop, writes a long line in pieces, and perhaps ends within it.
 * Resolves when all of it is written.
 */
async function startSooner(engine: ModelEngine, line: number, random: () => number): Promise<void> {
  const { clock, leastMs, options } = engine
  const below = (limit: number): number => Math.floor(random() * limit)
  const wait = (ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve))
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
  await wait(below(6))
  engine.start()
  const pieces = 2 + below(4)
  const isFast = random() < 0.5
  const endsWithin = random() < 0.3
  for (let piece = 0; piece < pieces; piece++) {
    engine.append(1, encode(`${line}.${piece} `.padEnd(16_384, 'long ')))
    await wait(leastMs)
    if (!options.tty && random() < 0.2) engine.append(2, encode(`between ${line}.${piece}\n`))
    await wait(leastMs + (isFast ? random() : below(40)))
  }
  // The next inspection shows a run that has ended, and that was not the one before.
  if (endsWithin) return engine.stop('exited')
  engine.append(1, encode(`end of ${line}\n`))
}

/** What a process leaves without an LF at its end. */
function writeUnfinished(engine: ModelEngine, line: number): void {
  // In a TTY's log of whole seconds nothing distinguishes it from the next record.
  if (engine.options.tty && engine.options.wholeSeconds) return
  if (engine.state === 'running') engine.append(1, new TextEncoder().encode(`unfinished ${line}`))
}
