// What scenarios and clients agree on.

/** In a container's environment. */
export const SECRET = 'hunter2'
/** For a registry. Its base64 needs padding, as that of two lengths in three does. */
export const PASSWORD = '>>>???secret1'
