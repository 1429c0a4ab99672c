import { readdirSync, readFileSync } from 'node:fs'
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
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: 'LockedError',
    message: error.message,
    docs: error.docs,
    ...failure,
  })
})

const classes = Object.entries<unknown>(mesh).filter(
  (entry): entry is [string, typeof mesh.MeshError] => typeof entry[1] === 'function' && entry[1].prototype instanceof Error,
)

test('every error class is called as it is exported', () => {
  expect(classes.length).toBeGreaterThanOrEqual(16)
  for (const [exported, ErrorClass] of classes) {
    expect(ErrorClass.prototype.name).toBe(exported === 'MeshAbortError' ? 'AbortError' : exported)
  }
})

describe('the page of an error', () => {
  const folder = new URL('../src/runtime/errors/', import.meta.url)
  const source = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'))
  const links = new Map(
    [...source.join('\n').matchAll(/@see (\S+)\n \*\/\nexport class (\w+)/g)].map(([, link = '', name = '']) => [name, link]),
  )

  test.each(classes)('of the class %s is the one that its docstring links to', (exported, ErrorClass) => {
    expect(links.get(exported)).toMatch(/^https:/)
    expect(ErrorClass.prototype.docs).toBe(links.get(exported))
  })

  test('is no field of the error', () => {
    expect(Object.keys(new mesh.LockedError(failure))).not.toContain('docs')
  })

  test('is the page of its base for a class of an application, and the page of all errors for one with a name of its own', () => {
    class OwnError extends mesh.LockedError {}
    class NamedError extends mesh.LockedError {
      override get name(): string {
        return 'NamedError'
      }
    }
    expect(new OwnError(failure).docs).toBe(mesh.LockedError.prototype.docs)
    expect(new NamedError(failure).docs.replace(/#.*/, '')).toBe(mesh.LockedError.prototype.docs.replace(/#.*/, ''))
  })
})
