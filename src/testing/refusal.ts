// A request that the daemon refuses: thrown by a handler, written by the router as the Engine words it, with the status
// that moby's httpstatus gives it.

/** An answer with a status of 400 or more and `{"message": …}`. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** 404 for a container, in the Engine's words. */
export function noSuchContainer(name: string): Refusal {
  return new Refusal(404, `No such container: ${name}`)
}

/** 404 for an exec, in the Engine's words. */
export function noSuchExec(id: string): Refusal {
  return new Refusal(404, `No such exec instance: ${id}`)
}
