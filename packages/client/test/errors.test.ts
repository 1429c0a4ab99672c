import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import * as mesh from '../src/index.js'

const failure = { operation: 'getBalance', httpStatus: 423, status: 'locked', attempts: 1 }

/** A second copy of the package, as two versions in one `node_modules` would give. */
const copy = (await import('../dist/index.js')) as unknown as typeof mesh

describe('instanceof', () => {
  test('holds along the hierarchy and nowhere else', () => {
    const error = new mesh.ReconnectRequiredError(failure)
    for (const ErrorClass of [mesh.ReconnectRequiredError, mesh.BadRequestError, mesh.MeshApiError, mesh.MeshError, Error]) {
      expect(error).toBeInstanceOf(ErrorClass)
    }
    for (const ErrorClass of [mesh.LockedError, mesh.MeshConnectionError, TypeError]) expect(error).not.toBeInstanceOf(ErrorClass)
  })

  test('holds across two copies of the package', () => {
    const error: unknown = new copy.LockedError(failure)
    expect(Object.getPrototypeOf(error)).not.toBe(mesh.LockedError.prototype)
    for (const ErrorClass of [mesh.LockedError, mesh.MeshApiError, mesh.MeshError]) expect(error).toBeInstanceOf(ErrorClass)
    expect(error).not.toBeInstanceOf(mesh.ConflictError)
    expect(mesh.isMeshError(error)).toBe(true)
  })

  test('holds across realms', () => {
    const url = new URL('../src/runtime/errors/mesh-error.ts', import.meta.url)
    const source = stripTypeScriptTypes(readFileSync(url, 'utf8')).replaceAll('export ', '')
    const foreign = runInContext(
      `${source}; class LockedError extends MeshError { get name() { return 'LockedError' } } new LockedError('Locked.')`,
      createContext(),
    )
    expect(foreign instanceof Error).toBe(false)
    expect(foreign instanceof mesh.LockedError).toBe(true)
    expect(foreign instanceof mesh.ConflictError).toBe(false)
    expect(mesh.isMeshError(foreign)).toBe(true)
  })

  test.each([
    undefined,
    null,
    'MeshError',
    7,
    {},
    { name: 'MeshError' },
    new Error('x'),
    new DOMException('x', 'AbortError'),
    Object.create(null),
  ])('does not hold for %s', (value) => {
    expect(mesh.isMeshError(value)).toBe(false)
    expect(value instanceof mesh.MeshAbortError).toBe(false)
  })

  test('holds as usual for a class of an application', () => {
    class OwnError extends mesh.MeshApiError {}
    expect(new OwnError(failure)).toBeInstanceOf(OwnError)
    expect(new OwnError(failure)).toBeInstanceOf(mesh.MeshApiError)
    expect(new mesh.MeshApiError(failure)).not.toBeInstanceOf(OwnError)
  })
})

test('an error shows as its name and message in a log', () => {
  const error = new mesh.LockedError({ ...failure, message: 'Locked.' })
  expect(String(error)).toBe(
    `LockedError: getBalance failed with HTTP status 423, status locked: Locked. ${mesh.LockedError.advice}`,
  )
  expect(error.stack).toContain('LockedError: getBalance failed')
  expect(JSON.parse(JSON.stringify(error))).toEqual({ name: 'LockedError', message: error.message, ...failure })
})

test('every error class is called as it is exported', () => {
  const classes = Object.entries(mesh).filter(([, value]) => typeof value === 'function' && value.prototype instanceof Error)
  expect(classes.length).toBeGreaterThanOrEqual(16)
  for (const [exported, ErrorClass] of classes) {
    expect((ErrorClass as unknown as typeof Error).prototype.name).toBe(exported === 'MeshAbortError' ? 'AbortError' : exported)
  }
})
