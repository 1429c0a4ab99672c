import { expect, test } from 'vitest'
import { type Change, diffDocuments, formatDiff } from '../src/index.js'
import { api, edited, type Json } from './documents.js'

const text = { type: 'string' }
const pet = (name: Json): Json => ({ type: 'object', properties: { owner: { type: 'object', properties: { name } } } })

async function changesOf(old: Json, next: Json): Promise<readonly Change[]> {
  return (await diffDocuments(old, next)).changes
}

/** A document in which so many operations receive the same schema. */
function shared(count: number, schema: Json): Json {
  const responses = {
    '200': { description: 'Done', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
  }
  const paths = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`/pets${index}`, { get: { operationId: `get${index}`, responses } }]),
  )
  return { openapi: '3.1.0', info: {}, paths, components: { schemas: { Pet: schema } } }
}

test('a change names the operation, the field and the place', async () => {
  const schema = '/paths/~1pets/post/requestBody/content/application~1json/schema'
  expect(await changesOf(api(pet(text), text), api(pet({ ...text, maxLength: 3 }), text))).toEqual([
    {
      id: 'request-property-max-length-set',
      level: 'major',
      where: `${schema}/properties/owner/properties/name/maxLength`,
      document: 'new',
      message: '`addPet`: the request property `owner.name` has a maxLength of 3 now.',
      words: 'request body of POST /pets, property `owner.name`',
      direction: 'request',
      field: 'owner.name',
      operations: [{ method: 'post', path: '/pets', operationId: 'addPet' }],
    },
  ])
})

test('what is gone is placed in the old document', async () => {
  const [change] = await changesOf(api(text, pet(text)), api(text, { type: 'object', properties: {} }))
  expect(change).toMatchObject({ document: 'old', where: expect.stringMatching(/\/schema\/properties\/owner$/), level: 'major' })
})

test('one edit of a shared schema is one change that names its operations', async () => {
  const changes = await changesOf(shared(50, pet(text)), shared(50, pet({ type: ['string', 'null'] })))
  expect(changes).toHaveLength(1)
  expect(changes[0]).toMatchObject({
    message: '`get0`, `get1` and 48 more: the response property `owner.name` of `Pet` may be null now.',
    words: 'response 200 of GET /pets0 and 49 more, property `owner.name`',
    where: '/components/schemas/Pet/properties/owner/properties/name/type',
  })
  expect(changes[0]?.operations).toHaveLength(50)
})

test('a schema that is sent and received is judged on both sides', async () => {
  const before = api(
    { $ref: '#/components/schemas/Pet' },
    { $ref: '#/components/schemas/Pet' },
    { schemas: { Pet: { ...text, maxLength: 3 } } },
  )
  const after = edited(before, (copy) => Object.assign(copy, { components: { schemas: { Pet: { ...text, maxLength: 4 } } } }))
  expect(await changesOf(before, after)).toMatchObject([
    { level: 'major', direction: 'response' },
    { level: 'minor', direction: 'request' },
  ])
})

test('a field inside a list, a map and a branch has a path', async () => {
  const deep = (name: Json): Json => ({
    type: 'object',
    properties: {
      list: {
        type: 'array',
        items: { type: 'object', additionalProperties: { oneOf: [{ $ref: '#/components/schemas/Pet' }, text] } },
      },
    },
    description: String(name),
  })
  const document = (name: Json): Json =>
    edited(api(text, deep({}), {}), (copy) => Object.assign(copy, { components: { schemas: { Pet: pet(name) } } }))
  const [change] = await changesOf(document(text), document({ type: 'integer' }))
  expect(change).toMatchObject({ field: 'list[].*(Pet).owner.name' })
})

test('a text is placed where it is written', async () => {
  const document = (description: string): Json =>
    api(
      text,
      { description: 'Here', allOf: [{ $ref: '#/components/schemas/Pet' }] },
      { schemas: { Pet: { ...pet(text), description } } },
    )
  expect(await changesOf(document('A pet'), document('An animal'))).toMatchObject([
    { id: 'description-changed', level: 'patch', where: '/components/schemas/Pet/description' },
  ])
})

test('a response enum that gains a value says for whom that matters', async () => {
  const [change] = await changesOf(api(text, { enum: ['a'] }), api(text, { enum: ['a', 'b'] }))
  expect(change?.message).toBe(
    '`addPet`: the body of response 200 may also be `"b"` now; clients that keep unknown values are unaffected, those with closed types must add it.',
  )
})

test('the report for people', async () => {
  const before = api(pet(text), pet(text))
  const after = edited(api(pet({ ...text, maxLength: 3 }), pet(text)), (copy) =>
    Object.assign(copy, { info: { title: 'Animals' } }),
  )
  expect(formatDiff(await diffDocuments(before, after))).toBe(`Major: an existing caller can break (1)

  \`addPet\`: the request property \`owner.name\` has a maxLength of 3 now.
    request-property-max-length-set at /paths/~1pets/post/requestBody/content/application~1json/schema/properties/owner/properties/name/maxLength

Patch: documentation, or what a server promises (1)

  The document has another title.
    description-changed at /info/title

Bump: major
`)
  expect(formatDiff(await diffDocuments(before, before))).toBe('No change. Bump: none\n')
})

test('the documents that are given are not changed', async () => {
  const [before, after] = [api(pet(text), pet(text)), api(text, text)]
  const copies = structuredClone([before, after])
  await diffDocuments(before, after)
  expect([before, after]).toEqual(copies)
})
