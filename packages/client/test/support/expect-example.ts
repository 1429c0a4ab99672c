import * as mesh from '@mesh-balance/client'
import { expect } from 'vitest'
import type { ContractCase } from './contract.js'
import { expectNoSecretIn } from './secrets.js'

export type Client = Record<string, (...args: unknown[]) => mesh.MeshCall<unknown>>

/** A client whose methods are looked up by the operations of the document. */
export const clientOf = (options: mesh.MeshClientOptions<'number'>): Client =>
  mesh.createMeshClient({ retry: false, ...options }) as unknown as Client

/** Calls the operation of an example and wants what the document says: the result, or the error. */
export const expectExample = async (
  client: Client,
  { operationId, args, httpStatus, result, error, envelope }: ContractCase,
): Promise<void> => {
  const outcome = client[operationId]?.(...args).withResponse() as Promise<mesh.WithResponse<unknown, unknown>>
  if (error === undefined) {
    expect(await outcome).toMatchObject({ data: result, envelope, response: { status: httpStatus }, attempts: 1 })
    return
  }
  const failure: unknown = await outcome.catch((reason: unknown) => reason)
  // A status that has no class of its own yet is a plain MeshApiError.
  const ErrorClass = Reflect.get(mesh, error) ?? mesh.MeshApiError
  expect(failure).toBeInstanceOf(ErrorClass)
  expect(failure).toMatchObject({ name: ErrorClass.prototype.name, httpStatus })
  if (failure instanceof mesh.MeshApiError) {
    const { status, errorType, displayMessage, errorData } = envelope ?? {}
    expect(failure).toMatchObject({ status, errorType: errorType || undefined, displayMessage, errorData })
    if (envelope?.message) expect(failure.message).toContain(envelope.message)
  }
  expectNoSecretIn(failure)
}
