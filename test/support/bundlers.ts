// The common bundlers. Each makes one file of a program that imports fairlead, with no options but the entry, the output and that it is
// for Node. The package is dist/, as it is published.

import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, transform } from 'esbuild'
import { rollup } from 'rollup'
import webpack from 'webpack'
import { root } from '../house/sources.ts'

/** What a bundler made. */
export interface Bundle {
  file: string
  /** Every file it wrote. */
  files: string[]
  /** The size in bytes after minifying and gzipping, as tools of browsers and registries count it. */
  gzipped: number
}

type Bundler = (entry: string, folder: string) => Promise<string>

export const bundlers: Readonly<Record<string, Bundler>> = {
  async esbuild(entry, folder) {
    const outfile = path.join(folder, 'bundle.mjs')
    await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
    })
    return outfile
  },

  async rollup(entry, folder) {
    const file = path.join(folder, 'bundle.mjs')
    // Rollup does not resolve packages; its users have a plugin for that, which reads sideEffects. It does not minify either.
    const find = (name: string) => (/^fairlead/.test(name) ? { id: published(name), moduleSideEffects: false } : null)
    const bundle = await rollup({
      input: entry,
      external: /^node:/,
      plugins: [{ name: 'find-packages', resolveId: find }],
    })
    await bundle.write({ file, format: 'es' })
    await bundle.close()
    const { code } = await transform(readFileSync(file, 'utf8'), { minify: true, format: 'esm' })
    writeFileSync(file, code)
    return file
  },

  async webpack(entry, folder) {
    const filename = 'bundle.cjs'
    const compiler = webpack({ mode: 'production', target: 'node', entry, output: { path: folder, filename } })
    await new Promise<void>((resolve, reject) => {
      compiler?.run((error, stats) => {
        if (error) reject(error)
        else if (stats?.hasErrors() || stats?.hasWarnings()) reject(new Error(stats.toString('errors-warnings')))
        else compiler.close(() => resolve())
      })
    })
    return path.join(folder, filename)
  },
}

/** One file of a program, made by the bundler of that name in a folder of its own. */
export async function bundle(name: string, program: string, folder: string): Promise<Bundle> {
  const out = path.join(folder, 'out')
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true })
  symlinkSync(root, path.join(folder, 'node_modules', 'fairlead'))
  const entry = path.join(folder, 'program.mjs')
  writeFileSync(entry, program)
  const file = await (bundlers[name] as Bundler)(entry, out)
  return { file, files: readdirSync(out), gzipped: gzipSync(readFileSync(file), { level: 9 }).length }
}

/**
 * What esbuild, asked to split a program, makes of it: the size of what is loaded at its start, and of each chunk that is loaded later,
 * minified and gzipped.
 */
export async function split(program: string, folder: string): Promise<{ start: number; later: number[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: root, sourcefile: 'program.mjs' },
    bundle: true,
    minify: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    outdir: folder,
    write: false,
    metafile: true,
    logLevel: 'error',
  })
  const texts = new Map(outputFiles.map(({ path: file, text }) => [path.relative(process.cwd(), file), text]))
  const size = (files: readonly string[]) =>
    gzipSync(files.map((file) => texts.get(file)).join(''), { level: 9 }).length
  const entry = Object.keys(metafile.outputs).find((file) => metafile.outputs[file]!.entryPoint !== undefined)!
  const start = [entry]
  const later = new Set<string>()
  for (const file of start) {
    for (const { path: next, kind, external } of metafile.outputs[file]!.imports) {
      if (external === true) continue
      if (kind === 'dynamic-import') later.add(next)
      else if (!start.includes(next)) start.push(next)
    }
  }
  return { start: size(start), later: [...later].map((file) => size([file])) }
}

/** The file of dist/ that `fairlead` or `fairlead/part` names. */
function published(name: string): string {
  const { exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, { import: { default: string } }>
  }
  return path.join(root, exports[name.replace('fairlead', '.')]!.import.default)
}
