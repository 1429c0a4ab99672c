import { createRequire } from 'node:module'
import { document } from '@mesh-balance/openapi'
import { expect, test } from 'vitest'
import { loadDocument } from '../../src/document/load-document.js'
import { createDocumentChecks } from '../../src/proxy/document-checks.js'
import { balancePath, credentials, json, namedExamples, responseKeys, validBody } from '../mesh-request.js'

// The validator that Prism has, without all that Prism does with a schema before.
const require = createRequire(import.meta.resolve('@stoplight/prism-http'))
const { default: Ajv } = require('ajv/dist/2020')
const ajv = new Ajv({ strict: false, logger: false }).addSchema({ $id: 'document', ...document })
const operation = `document#/paths/${balancePath.replaceAll('/', '~1')}/post`
const ofBody = ajv.compile({ $ref: resolved(`${operation}/requestBody/content/application~1json/schema`) })
const ofResponse = new Map(
  responseKeys.map((key) => [
    key,
    ajv.compile({ $ref: resolved(`${operation}/responses/${key}/content/application~1json/schema`) }),
  ]),
)

/** A reference through references, which JSON Schema cannot follow. */
function resolved(reference: string): string {
  let at = 'document#'
  let node: unknown = document
  for (const token of reference.split('/').slice(1)) {
    node = Reflect.get(Object(node), token.replaceAll('~1', '/').replaceAll('~0', '~'))
    at = `${at}/${token}`
    const target: unknown = Reflect.get(Object(node), '$ref')
    if (typeof target !== 'string') continue
    at = `document${target}`
    node = target
      .split('/')
      .slice(1)
      .reduce<unknown>((parent, key) => Reflect.get(Object(parent), key), document)
  }
  return at
}

/** Numbers below a limit, the same in each run. */
function numbers(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % limit
  }
}

const next = numbers(7)
const values = [null, 0, -1.5, 1e300, '', 'x', 'ok', 'coinbase', true, [], {}, [null], [{}], { a: 1 }]

/** A copy in which up to three places hold something else, or nothing. */
function changed(value: unknown): unknown {
  const root = { value: structuredClone(value) }
  for (let change = next(3); change >= 0; change -= 1) {
    const places: [object, string][] = [[root, 'value']]
    for (const [parent, key] of places) {
      const node: unknown = Reflect.get(parent, key)
      if (typeof node === 'object' && node !== null) for (const name of Object.keys(node)) places.push([node, name])
    }
    // The body as a whole least often: all else is gone with it.
    const [parent, key] = places[next(8) === 0 ? 0 : next(places.length)] ?? [root, 'value']
    if (next(4) === 0 && parent !== root && !Array.isArray(parent)) Reflect.deleteProperty(parent, key)
    else Reflect.set(parent, key, structuredClone(values[next(values.length)]))
  }
  return root.value
}

test('of thousands of messages, those are found that the schemas do not allow, and no others', async () => {
  const checks = await createDocumentChecks(await loadDocument())
  const lower = (headers: Record<string, string>) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const bytesOf = (body: unknown) => Buffer.from(JSON.stringify(body))
  const request = { method: 'POST', target: balancePath, headers: lower({ ...credentials, ...json }) }
  const { checkResponse } = await checks.checkRequest({ ...request, body: bytesOf(validBody) })
  let invalid = 0
  for (let round = 0; round < 2000; round += 1) {
    const body = changed(validBody)
    const { findings } = await checks.checkRequest({ ...request, body: bytesOf(body) })
    expect([body, findings.length === 0]).toEqual([body, ofBody(body)])
    if (findings.length > 0) invalid += 1

    const { httpStatus, value } = namedExamples[next(namedExamples.length)] ?? { httpStatus: 200, value: {} }
    const answer = changed(value)
    const isValid = (ofResponse.get(String(httpStatus)) ?? ofResponse.get('default'))(answer)
    const ofAnswer = await checkResponse({ httpStatus, isBodiless: false, headers: lower(json), body: bytesOf(answer) })
    expect([answer, ofAnswer.length === 0]).toEqual([answer, isValid])
    if (ofAnswer.length > 0) invalid += 1
  }
  // Neither all nor none.
  expect(invalid).toBeGreaterThan(500)
  expect(invalid).toBeLessThan(3500)
})
