// The `auth` option of pull and push: credentials, or where to look them up → those for one image.
// Engine fact: credentials are for one registry, that of the reference; it is looked up by the host in the image's name.

import type { AuthConfig, RegistryConfig } from '../engine/registry-auth.ts'
import { registryOf } from './reference.ts'

/** Where credentials are looked up; {@link credentials} makes one of Docker's own configuration. */
export interface CredentialSource {
  /** The credentials for a registry such as `ghcr.io` or `docker.io`; undefined where there are none. */
  get(registry: string, options?: { signal?: AbortSignal | undefined }): Promise<AuthConfig | undefined>
  /** All that there are, by registry. */
  all(options?: { signal?: AbortSignal | undefined }): Promise<RegistryConfig>
}

/** Credentials, or a source that is asked for those of the image's registry. */
export type Auth = AuthConfig | CredentialSource

export function isSource(auth: object): auth is CredentialSource {
  return typeof (auth as Partial<CredentialSource>).get === 'function'
}

/** The credentials for one reference; those that are not found are told as none. */
export async function credentialsFor(auth: Auth, reference: string, signal: AbortSignal): Promise<AuthConfig> {
  return isSource(auth) ? ((await auth.get(registryOf(reference), { signal })) ?? {}) : auth
}
