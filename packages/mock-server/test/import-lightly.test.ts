import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { balancePath, credentials, json, validBody } from './mesh-request.js'

const dist = new URL('../dist/index.js', import.meta.url).href
const init = JSON.stringify({ method: 'POST', headers: { ...credentials, ...json }, body: JSON.stringify(validBody) })

// A process of its own, with what the build made: here, other tests may have loaded everything.
const script = `
import { createRequire } from 'node:module'
import { createMockFetch } from ${JSON.stringify(dist)}
const require = createRequire(import.meta.url)
const parts = ['/@faker-js/', '/json-schema-faker/dist/', '/lodash/fp.js', '/http-spec/postman/', '/prism-http/dist/forwarder/index.js']
const loaded = () => parts.filter((part) => Object.keys(require.cache).some((file) => file.replaceAll('\\\\', '/').includes(part)))
const mockFetch = await createMockFetch()
const call = async (headers) => {
  const init = ${init}
  const response = await mockFetch('https://mesh.example${balancePath}', { ...init, headers: { ...init.headers, ...headers } })
  return response.status
}
const statuses = [await call(), await call({ Prefer: 'example=locked' }), await call({ 'Content-Type': 'text/plain' })]
const before = loaded()
statuses.push(await call({ 'X-Client-Id': '' }), await call({ Prefer: 'dynamic=true' }))
const fromElsewhere = createRequire(${JSON.stringify(fileURLToPath(import.meta.resolve('@stoplight/prism-http')))})
const { faker } = fromElsewhere('@faker-js/faker')
console.log(JSON.stringify({ statuses, before, after: loaded(), isFaker: typeof faker.seed }))
`

test('parts of Prism that few need are loaded when they are used, and nobody else gets what stands in for them', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  expect(JSON.parse(stdout)).toEqual({
    statuses: [200, 423, 400, 401, 200],
    before: [],
    after: ['/@faker-js/', '/json-schema-faker/dist/', '/lodash/fp.js'],
    isFaker: 'function',
  })
})
