import { expect, expectTypeOf, test } from 'vitest'
import { type Input, type InputIsOptional, toRequestParts } from '../src/runtime/input.js'

interface Body {
  name: string
}
type OnlyBody = { body: Body; path?: never; query?: never; url: '/' }
type OptionalBody = { body?: Body; path?: never; query?: never; url: '/' }
type Nothing = { body?: never; path?: never; query?: never; url: '/' }
type OnlyParameters = { body?: never; path: { id: string }; query?: { limit?: number }; url: '/{id}' }
type OnlyQuery = { body?: never; path?: never; query?: { limit?: number }; url: '/' }
type Both = { body: Body; path: { id: string }; query?: { limit?: number }; url: '/{id}' }

test('the first argument follows from the operation', () => {
  expectTypeOf<Input<OnlyBody>>().toEqualTypeOf<Body>()
  expectTypeOf<Input<OptionalBody>>().toEqualTypeOf<Body>()
  expectTypeOf<Input<Nothing>>().toEqualTypeOf<never>()
  expectTypeOf<Input<OnlyParameters>>().toEqualTypeOf<{ id: string; limit?: number }>()
  expectTypeOf<Input<OnlyQuery>>().toEqualTypeOf<{ limit?: number }>()
  expectTypeOf<Input<Both>>().toEqualTypeOf<{ body: Body; path: { id: string }; query?: { limit?: number } }>()
})

test('it may be left out where everything in it may be', () => {
  expectTypeOf<InputIsOptional<OnlyBody>>().toEqualTypeOf<false>()
  expectTypeOf<InputIsOptional<OptionalBody>>().toEqualTypeOf<true>()
  expectTypeOf<InputIsOptional<OnlyParameters>>().toEqualTypeOf<false>()
  expectTypeOf<InputIsOptional<OnlyQuery>>().toEqualTypeOf<true>()
  expectTypeOf<InputIsOptional<Both>>().toEqualTypeOf<false>()
})

test('it is sorted into the parts of the request', () => {
  const parameters = { id: 'path', limit: 'query' } as const
  expect(toRequestParts('none', undefined)).toEqual({})
  expect(toRequestParts('body', { name: 'a' })).toEqual({ body: { name: 'a' } })
  expect(toRequestParts(parameters, { id: '1', limit: 2 })).toEqual({ path: { id: '1' }, query: { limit: 2 } })
  expect(toRequestParts(parameters, undefined)).toEqual({ path: {}, query: {} })
  expect(() => toRequestParts(parameters, { id: '1', limt: 2 })).toThrow('There is no parameter limt; there are id, limit.')
  expect(() => toRequestParts(parameters, { id: '1', constructor: 2 })).toThrow('There is no parameter constructor')
  expect(toRequestParts('parts', { body: 1, path: { id: '1' } })).toEqual({ body: 1, path: { id: '1' } })
})
