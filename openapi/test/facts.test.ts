import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type Fact, facts, InOrder } from './facts.ts'
import { type Document, readDocument } from './read-document.ts'

const parts = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

const at = (document: Document, pointer: string): unknown => parts(pointer).reduce((value, part) => value?.[part], document)

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

/** Pointers to every node of the document that states a fact: all but the examples and the head. */
const nodes = (value: unknown, pointer = ''): string[] => {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => {
    const here = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return key === 'examples' || here === '/info' ? [] : [here, ...nodes(child, here)]
  })
}

describe('no fact can be lost unseen', () => {
  const intact = readDocument()
  const pointers = nodes(intact)

  test('there are facts to lose', () => expect(pointers.length).toBeGreaterThan(300))

  test.each(pointers)('without %s a fact is missing', (pointer) => {
    const document: Document = structuredClone(intact)
    const path = parts(pointer)
    const parent: Document = path.slice(0, -1).reduce((value: Document, part) => value[part], document)
    if (Array.isArray(parent)) parent.splice(Number(path.at(-1)), 1)
    else delete parent[path.at(-1) as string]
    expect(facts.filter((fact) => !holds(document, fact)).length).toBeGreaterThan(0)
  })
})
