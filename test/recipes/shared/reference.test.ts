// Image references split into parts as Docker's own client splits them, and their registries.

import assert from 'node:assert/strict'
import test from 'node:test'
import { parseReference, registryOf } from '../../../src/recipes/shared/reference.ts'

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`

const good: [string, string, string | undefined, string | undefined, string][] = [
  ['busybox', 'busybox', undefined, undefined, 'docker.io'],
  ['busybox:1.36', 'busybox', '1.36', undefined, 'docker.io'],
  ['library/busybox', 'library/busybox', undefined, undefined, 'docker.io'],
  ['docker.io/library/busybox:x', 'docker.io/library/busybox', 'x', undefined, 'docker.io'],
  ['index.docker.io/a/b', 'index.docker.io/a/b', undefined, undefined, 'docker.io'],
  ['ghcr.io/a/b/c:T_1.2-x', 'ghcr.io/a/b/c', 'T_1.2-x', undefined, 'ghcr.io'],
  ['127.0.0.1:5000/a', '127.0.0.1:5000/a', undefined, undefined, '127.0.0.1:5000'],
  ['127.0.0.1:5000/a:b', '127.0.0.1:5000/a', 'b', undefined, '127.0.0.1:5000'],
  ['[::1]:5000/a:b', '[::1]:5000/a', 'b', undefined, '[::1]:5000'],
  ['localhost/a', 'localhost/a', undefined, undefined, 'localhost'],
  ['Host/a', 'Host/a', undefined, undefined, 'Host'],
  [`a@${digest}`, 'a', undefined, digest, 'docker.io'],
  [`r.example/a:t@${digest}`, 'r.example/a', 't', digest, 'r.example'],
]

for (const [reference, name, tag, digest, registry] of good) {
  test(`${reference} is split`, () => {
    assert.deepEqual(parseReference(reference), { name, tag, digest })
    assert.equal(registryOf(reference), registry)
  })
}

const bad = ['', ':', 'a:', ':tag', 'a:b c', 'a b', '/a', 'a/', 'a//b', 'a@', 'a@sha256:12', 'https://u:secret@host/a']

for (const reference of bad) {
  test(`'${reference}' is rejected, and not repeated in the message`, () => {
    assert.throws(
      () => parseReference(reference),
      (error: Error & { code?: string }) => error.code === 'ERR_OPTION' && !error.message.includes('secret'),
    )
  })
}
