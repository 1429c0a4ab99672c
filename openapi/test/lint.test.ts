import { fileURLToPath } from 'node:url'
import { lint, lintFromString, loadConfig } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { readDocument } from './read-document.ts'

const path = (relativePath: string) => fileURLToPath(new URL(relativePath, import.meta.url))
const config = await loadConfig({ configPath: path('../redocly.yaml') })

test('the document passes the strictest recommended rules without a warning', async () => {
  expect(await lint({ ref: path('../mesh-balance.yaml'), config })).toEqual([])
})

test('the rules see a document that is not in order', async () => {
  const document = readDocument()
  document.components.schemas.Unused = { type: 'object' }
  document.paths['/api/v1/balance/get'].post.operationId = 'get balance'
  const problems = await lintFromString({ source: stringify(document), config })
  expect(problems.map(({ ruleId }) => ruleId).sort()).toEqual(['no-unused-components', 'operation-operationId-url-safe'])
})
