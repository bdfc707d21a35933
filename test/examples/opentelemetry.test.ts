// docs/examples/opentelemetry.ts with OpenTelemetry's own SDK and its exporter in memory: names, parents, attributes, errors,
// and the traceparent that the Engine gets.

import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import test, { type TestContext } from 'node:test'
import { type Context, type ContextManager, context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { traceFairlead } from '../../docs/examples/opentelemetry.ts'
import { connect, exec, logs } from '../../src/index.ts'
import { EmbeddedEngine } from '../../src/testing.ts'

/** What @opentelemetry/context-async-hooks is, as far as it is needed here. */
class Contexts implements ContextManager {
  readonly #store = new AsyncLocalStorage<Context>()

  active(): Context {
    return this.#store.getStore() ?? ROOT_CONTEXT
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#store.run(active, () => fn.call(thisArg as ThisParameterType<F>, ...args))
  }

  bind<T>(_active: Context, target: T): T {
    return target
  }

  enable(): this {
    return this
  }

  disable(): this {
    return this
  }
}

async function prepared(t: TestContext) {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  context.setGlobalContextManager(new Contexts())
  // The W3C's, which is in a package of its own.
  propagation.setGlobalPropagator({
    inject(of, carrier, setter) {
      const { traceId, spanId } = trace.getSpanContext(of)!
      setter.set(carrier, 'traceparent', `00-${traceId}-${spanId}-01`)
    },
    extract: (of) => of,
    fields: () => ['traceparent'],
  })
  const tracer = provider.getTracer('test')
  const { before, stop } = traceFairlead(tracer)
  const server = await EmbeddedEngine.start()
  const engine = connect({ host: server.host, before })
  t.after(async () => {
    stop()
    await engine.close()
    await server.close()
    await provider.shutdown()
    context.disable()
    propagation.disable()
  })
  server.image('busybox:latest', async ({ stdin, stdout }) => {
    await stdout.write('line\n')
    for await (const bytes of stdin) await stdout.write(bytes)
    return 0
  })
  return { server, engine, tracer, exporter }
}

test('a span a request, each a child of its caller’s, known to the Engine by its traceparent', async (t) => {
  const { server, engine, tracer, exporter } = await prepared(t)
  const { Id } = await engine.post('/containers/create', { body: { Image: 'busybox:latest', OpenStdin: true } })
  await engine.post('/containers/{id}/start', { path: { id: Id } })
  const caller = (name: string, work: () => Promise<unknown>) =>
    tracer.startActiveSpan(name, async (span) => {
      await work()
      span.end()
    })
  exporter.reset()
  await Promise.all([
    caller('inspecting', () => engine.get('/containers/{id}/json', { path: { id: Id } })),
    caller('executing', () => exec(engine, Id, ['cat'], { stdin: 'fed' })),
    caller('failing', () => engine.get('/containers/{id}/json', { path: { id: 'nobody' } }).catch(() => {})),
    caller('reading', async () => {
      for await (const { text } of logs(engine, Id)) assert.equal(text, 'line')
    }),
  ])
  const spans = exporter.getFinishedSpans()
  const childrenOf = (name: string) => {
    const { spanId } = spans.find((span) => span.name === name)!.spanContext()
    return spans.filter((span) => span.parentSpanContext?.spanId === spanId)
  }
  assert.deepEqual(
    ['inspecting', 'executing', 'reading'].map((name) =>
      childrenOf(name)
        .map((span) => span.name)
        .sort(),
    ),
    [
      ['GET /containers/{id}/json'],
      ['GET /exec/{id}/json', 'POST /containers/{id}/exec', 'POST /exec/{id}/start', 'tunnel /exec/{id}/start'],
      ['GET /containers/{id}/json', 'GET /containers/{id}/logs'],
    ],
  )
  const [inspect] = childrenOf('inspecting')
  const { 'http.request.size': sent, 'http.response.size': received, ...attributes } = inspect!.attributes
  assert.deepEqual(attributes, {
    'http.request.method': 'GET',
    'url.path': `/containers/${Id}/json`,
    'url.template': '/containers/{id}/json',
    'server.address': server.host.slice(7),
    'network.transport': 'unix',
    'http.request.resend_count': 0,
    'docker.api.version': '1.41',
    'http.response.status_code': 200,
  })
  assert.ok(Number(sent) > 0 && Number(received) > 0)
  const [failed] = childrenOf('failing')
  assert.deepEqual([failed?.status.message, failed?.attributes['error.type']], ['404', '404'])

  // Every request that the Engine got since has a span of its own.
  const known = new Set(spans.map((span) => span.spanContext().spanId))
  const parents = server.requests.slice(-7).map(({ headers }) => JSON.stringify([...Object.entries(headers)]))
  for (const fields of parents) {
    const [, , spanId = ''] = /00-([0-9a-f]{32})-([0-9a-f]{16})-01/.exec(fields) ?? []
    assert.ok(known.delete(spanId), fields)
  }
})
