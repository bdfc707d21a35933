// OpenTelemetry spans for fairlead: one per request, as a child of the caller's span, with the attributes of HTTP clients; one
// per tunnel; and one event on the span each time that a request is sent again.
//   const { before, stop } = traceFairlead(trace.getTracer('my-program'))
//   const engine = connect({ before })    // without it there are spans, too, but they are not propagated to the Engine

import { AsyncLocalStorage } from 'node:async_hooks'
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel'
import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { BeforeRequest, RequestEvent, RetryEvent, TunnelEvent } from 'fairlead'

/** The span of the request that is being sent. */
const current = new AsyncLocalStorage<Span>()

/** Makes spans for every engine in this process, from now on. */
export function traceFairlead(tracer: Tracer): { before(request: BeforeRequest): void; stop(): void } {
  /** By the event object, which is the same from start to end. */
  const spans = new WeakMap<object, Span>()
  /** By the request's id, for events on the other channels. */
  const byRequest = new Map<number, Span>()

  const open = (event: RequestEvent | TunnelEvent, name: string): Span => {
    // The start event runs in the caller's context, whose active span becomes the parent.
    const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: startOf(event) })
    spans.set(event, span)
    return span
  }
  const close = (event: RequestEvent | TunnelEvent): void => {
    const span = spans.get(event)
    if (span === undefined) return
    const { status, apiVersion, bytesSent, bytesReceived, error } = event
    span.setAttributes({ 'http.request.size': bytesSent, 'http.response.size': bytesReceived })
    if (apiVersion !== undefined) span.setAttribute('docker.api.version', apiVersion)
    if (status !== undefined) span.setAttribute('http.response.status_code', status)
    if (error !== undefined) fail(span, error, status)
    span.end()
  }

  const listeners: Record<string, (message: never) => void> = {
    'request:asyncStart': (event: RequestEvent) => spans.get(event)?.addEvent('head'),
    'request:asyncEnd': (event: RequestEvent) => {
      byRequest.delete(event.id)
      spans.get(event)?.setAttribute('http.request.resend_count', event.retries)
      close(event)
    },
    'retry:start': ({ request, reason }: RetryEvent) => byRequest.get(request)?.addEvent('retry', { reason }),
    'tunnel:start': (event: TunnelEvent) => void open(event, `tunnel ${event.template ?? event.path}`),
    'tunnel:asyncEnd': close,
  }
  for (const [name, listener] of Object.entries(listeners))
    subscribe(`tracing:fairlead:${name}`, listener as () => void)

  // Bound, so that `before` has the span that the start event made.
  const start = channel('tracing:fairlead:request:start')
  start.bindStore(current, (message) => {
    const event = message as RequestEvent
    const span = open(event, `${event.method} ${event.template ?? event.path}`)
    byRequest.set(event.id, span)
    return span
  })

  return {
    before({ headers }) {
      const span = current.getStore()
      // traceparent, tracestate, baggage: what the program's propagator writes.
      if (span !== undefined) propagation.inject(trace.setSpan(context.active(), span), headers)
    },
    stop() {
      for (const [name, listener] of Object.entries(listeners))
        unsubscribe(`tracing:fairlead:${name}`, listener as () => void)
      start.unbindStore(current)
    },
  }
}

/** The attributes known at the start, by OpenTelemetry's names. */
function startOf({ method, path, template, endpoint }: RequestEvent | TunnelEvent): Attributes {
  return {
    'http.request.method': method,
    'url.path': path,
    ...(template === undefined ? {} : { 'url.template': template }),
    'server.address': endpoint.address,
    ...(endpoint.port === undefined ? {} : { 'server.port': endpoint.port }),
    'network.transport': endpoint.kind === 'unix' ? 'unix' : endpoint.kind === 'npipe' ? 'pipe' : 'tcp',
  }
}

/** The status, else the code of a FairleadError, else the name. Not the message: an Engine's words may quote the request. */
function fail(span: Span, error: unknown, status: number | undefined): void {
  const { code, name } = error as { code?: string; name?: string }
  const type = status !== undefined && status >= 400 ? String(status) : (code ?? name ?? 'Error')
  span.setAttribute('error.type', type)
  span.setStatus({ code: SpanStatusCode.ERROR, message: type })
}
