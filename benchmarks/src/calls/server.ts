import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import document from '@mesh-balance/openapi/mesh-balance.json' with { type: 'json' }

interface Response {
  content?: Record<string, { examples?: Record<string, { value?: unknown }> }>
}

// The answer is the first example of a success in the document, as JSON without white space.
const [operation] = Object.values(document.paths).flatMap((methods) => Object.values(methods))
const success: Response | undefined = operation?.responses['200']
const [example] = Object.values(success?.content?.['application/json']?.examples ?? {})
if (example?.value === undefined) throw new Error('The first operation of the document has no example of a success.')
const body = Buffer.from(JSON.stringify(example.value))

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
  })
})
// A client that waits for its turn must find its connections open.
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.on('disconnect', () => process.exit())
