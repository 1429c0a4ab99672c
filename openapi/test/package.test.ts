import { readFileSync } from 'node:fs'
import { document } from '@mesh-balance/openapi'
import { expect, test } from 'vitest'
import { readDocument } from './read-document.ts'

const read = (specifier: string) => readFileSync(new URL(import.meta.resolve(specifier)), 'utf8')

test('the module, the JSON and the YAML hold the same document', () => {
  expect(document).toEqual(readDocument())
  expect(JSON.parse(read('@mesh-balance/openapi/mesh-balance.json'))).toEqual(document)
  expect(read('@mesh-balance/openapi/mesh-balance.yaml')).toContain('operationId: getBalance')
})

test('the document has the version of the package', () => {
  const { version } = JSON.parse(read('@mesh-balance/openapi/package.json'))
  expect(document.info.version).toBe(version)
})

test('its types are the literal ones of the document', () => {
  const operationId: 'getBalance' = document.paths['/api/v1/balance/get'].post.operationId
  expect(operationId).toBe('getBalance')
})
