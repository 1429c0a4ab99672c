// Scalar's mock server has no command of its own; this is the script of its documentation.
import { readFile } from 'node:fs/promises'
import { serve } from '@hono/node-server'
import { createMockServer } from '@scalar/mock-server'

const [, , document = '', port = ''] = process.argv
const app = await createMockServer({ document: await readFile(document, 'utf8') })
serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' })
