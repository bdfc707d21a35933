// The `auth` option of pull and push: from credentials, or a source of them, to those for one image.
// Engine fact: a request carries credentials for one registry, that of the reference, looked up by the host in the image's name.

import type { AuthConfig, RegistryConfig } from '../../engine/request/registry-auth.ts'
import { registryOf } from '../shared/reference.ts'

/** A place to look credentials up; {@link credentials} makes one from Docker's own configuration. */
export interface CredentialSource {
  /** Resolves with the credentials for a registry such as `ghcr.io` or `docker.io`, or with undefined when there are none. */
  get(registry: string, options?: { signal?: AbortSignal | undefined }): Promise<AuthConfig | undefined>
  /** Resolves with all credentials, by registry. */
  all(options?: { signal?: AbortSignal | undefined }): Promise<RegistryConfig>
}

/** The `auth` option of {@link pull} and {@link push}: credentials, or a source that is queried for those of the image's registry. */
export type Auth = AuthConfig | CredentialSource

/** Whether an option holds a source of credentials, not credentials. */
export function isSource(auth: object): auth is CredentialSource {
  return typeof (auth as Partial<CredentialSource>).get === 'function'
}

/** The credentials for one reference; an empty object when the source has none. Rejects with the source's error. */
export async function credentialsFor(auth: Auth, reference: string, signal: AbortSignal): Promise<AuthConfig> {
  return isSource(auth) ? ((await auth.get(registryOf(reference), { signal })) ?? {}) : auth
}
