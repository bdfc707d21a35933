// The error that a route handler throws to reject a request. The router writes it as an error response, with the Engine's message
// and the status that moby's httpstatus maps it to.

/** An error response: a status of 400 or more, and a message for the body `{"message": …}`. */
export class HttpError extends Error {
  override name = 'HttpError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** 404 for a container, with the Engine's message. */
export function noSuchContainer(name: string): HttpError {
  return new HttpError(404, `No such container: ${name}`)
}

/** 404 for an exec, with the Engine's message. */
export function noSuchExec(id: string): HttpError {
  return new HttpError(404, `No such exec instance: ${id}`)
}
