import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type Fact, facts, InOrder } from './facts.ts'
import { at, type Document, escapePart, parts, readDocument } from './read-document.ts'
import { availableOptions, statuses } from './seed.ts'

const holds = (document: Document, [pointer, expected]: Fact): boolean => {
  const actual = at(document, pointer)
  if (expected instanceof InOrder) return expected.missingFrom(actual).length === 0
  return expected instanceof RegExp ? typeof actual === 'string' && expected.test(actual) : isDeepStrictEqual(actual, expected)
}

describe('the document says every fact of the requirement', () => {
  const document = readDocument()

  test.each(facts.map((fact) => [fact[0], fact] as const))('%s', (pointer, fact) => {
    const [, expected] = fact
    if (expected instanceof RegExp) expect(at(document, pointer)).toMatch(expected)
    else if (expected instanceof InOrder) expect(expected.missingFrom(at(document, pointer))).toEqual([])
    else expect(at(document, pointer)).toEqual(expected)
  })
})

test.each(['InstitutionType', 'ResultStatus'])('the details of %s are of values that it has', (name) => {
  const schema = readDocument().components.schemas[name]
  expect(Object.keys(schema['x-enum-details']).filter((value) => !schema.enum.includes(value))).toEqual([])
})

/** Every fact that something stands in the document, with the nodes above it. */
const places = [
  ...new Set(
    facts
      .filter(([, expected]) => expected !== undefined)
      .flatMap(([pointer]) =>
        parts(pointer).map((_, index) =>
          pointer
            .split('/')
            .slice(0, index + 2)
            .join('/'),
        ),
      ),
  ),
]

describe('no fact can be lost unseen', () => {
  const intact = readDocument()

  test.each(places)('without %s a fact is missing', (pointer) => {
    const document: Document = structuredClone(intact)
    const path = parts(pointer)
    delete at(
      document,
      path
        .slice(0, -1)
        .map((part) => `/${escapePart(part)}`)
        .join(''),
    )[path.at(-1) as string]
    expect(facts.filter((fact) => !holds(document, fact)).length).toBeGreaterThan(0)
  })

  test.each(['InstitutionType', 'ResultStatus'])('without any one value of %s a fact is missing', (name) => {
    const values: string[] = intact.components.schemas[name].enum
    const listed = values.filter((value) => [...availableOptions, ...statuses].some((known) => known === value))
    expect(listed.length).toBeGreaterThanOrEqual(9)
    for (const value of listed) {
      const document: Document = structuredClone(intact)
      document.components.schemas[name].enum = values.filter((other) => other !== value)
      expect(facts.filter((fact) => !holds(document, fact)).length).toBeGreaterThan(0)
    }
  })
})
