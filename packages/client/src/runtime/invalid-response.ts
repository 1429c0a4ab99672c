import { MeshInvalidResponseError } from './errors/mesh-invalid-response-error.js'

/** The error for an answer that is none of this API. `what` goes on from the HTTP status. */
export const invalidResponse = (operation: string, httpStatus: number, what: string): MeshInvalidResponseError =>
  new MeshInvalidResponseError(`${operation} got HTTP status ${httpStatus}${what}`, { httpStatus })
