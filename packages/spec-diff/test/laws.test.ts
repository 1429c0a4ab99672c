import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffDocuments } from '../src/index.js'
import { api, type Json } from './documents.js'
import { generated, mutated } from './generated-schemas.js'

// The same cases each time, so that a change is judged by what it changes; `TEST_SEED` looks for others.
fc.configureGlobal({ seed: Number(process.env['TEST_SEED'] ?? 1) })

const text = { type: 'string' }
// Few in everybody's way, many where there is time: `pnpm test:load`.
const runs = { numRuns: Number(process.env['LAW_RUNS'] ?? 200) }

test('a document and itself do not differ', async () => {
  await fc.assert(
    fc.asyncProperty(generated, async ({ schema }) => {
      const document = api(schema, schema)
      expect((await diffDocuments(document, structuredClone(document))).changes).toEqual([])
    }),
    runs,
  )
})

test('there is a change one way if there is one the other way', async () => {
  await fc.assert(
    fc.asyncProperty(pairs, async ([before, after]) => {
      for (const [old, next] of [
        [api(before, text), api(after, text)],
        [api(text, before), api(text, after)],
      ] as const) {
        const [there, back] = [await diffDocuments(old, next), await diffDocuments(next, old)]
        expect(there.bump === 'none').toBe(back.bump === 'none')
      }
    }),
    runs,
  )
})

test('to add a property is at least minor, and to remove it again is major, at the same place', async () => {
  await fc.assert(
    fc.asyncProperty(generated, fc.boolean(), async ({ schema }, isRequired) => {
      const object = (properties: Json): Json => ({
        type: 'object',
        properties,
        required: isRequired ? Object.keys(properties) : [],
      })
      const [without, with_] = [object({ id: text }), object({ id: text, added: schema })]
      for (const [before, after] of [
        [api(without, text), api(with_, text)],
        [api(text, without), api(text, with_)],
      ] as const) {
        const [there, back] = [await diffDocuments(before, after), await diffDocuments(after, before)]
        expect(there.changes).toHaveLength(1)
        expect(back).toMatchObject({ bump: 'major', changes: [{ where: there.changes[0]?.where, field: 'added' }] })
      }
    }),
    runs,
  )
})

/** A schema, a second one, which is an edit of the first or has nothing to do with it, and a value for the first. */
const pairs: fc.Arbitrary<readonly [Json, Json, unknown]> = fc
  .tuple(generated, generated, fc.boolean())
  .chain(([one, other, isEdit]) =>
    fc.tuple(fc.constant(one.schema), isEdit ? mutated(one.schema, other.schema) : fc.constant(other.schema), one.values),
  )
  // Of `additionalProperties: false` beside an `allOf` the whole is meant, whatever JSON Schema says of it.
  .filter(
    ([before, after]) => ![before, after].some((schema) => /allOf.*"additionalProperties":false/.test(JSON.stringify(schema))),
  )

const ajv = new Ajv2020({ strict: false, validateFormats: false })

function isAllowed(schema: Json, value: unknown): boolean {
  const allowed: unknown = ajv.validate(schema, value)
  ajv.removeSchema(schema)
  return allowed === true
}

/** The schema, with `additionalProperties: false` nowhere. */
function opened(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === 'additionalProperties' && value === false ? undefined : value,
  )
}

test('a value that was taken and is refused now is a major change of a request', async () => {
  let refused = 0
  await fc.assert(
    fc.asyncProperty(pairs, async ([before, after, value]) => {
      if (!isAllowed(before, value) || isAllowed(after, value)) return
      refused += 1
      expect((await diffDocuments(api(before, text), api(after, text))).bump).toBe('major')
    }),
    runs,
  )
  // The law is about pairs of which enough must come up.
  expect(refused).toBeGreaterThan(runs.numRuns / 20)
})

test('a value that may come now and could not before is a major change of a response, but for what clients are asked to bear', async () => {
  let news = 0
  await fc.assert(
    fc.asyncProperty(pairs, async ([after, before, value]) => {
      // New fields and unknown ones are kept by every client.
      if (isAllowed(opened(before), value) || !isAllowed(after, value)) return
      news += 1
      expect((await diffDocuments(api(text, before), api(text, after), { strict: true })).bump).toBe('major')
    }),
    runs,
  )
  expect(news).toBeGreaterThan(runs.numRuns / 30)
})
