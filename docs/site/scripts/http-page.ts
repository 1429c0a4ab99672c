import { startMockServer } from '../../../packages/mock-server/dist/index.js'
import { document, entriesAt, isObject, type JsonObject, objectAt, textAt } from './document.ts'
import { fenced, page, plain, table } from './markdown.ts'

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])

/** The document, written out for readers. */
export async function httpPage(): Promise<string> {
  await using mock = await startMockServer()
  const servers = document['servers'] as JsonObject[]
  const curl = mock.curl?.replace(mock.url, textAt(servers[0], 'url')) ?? ''
  const operations = entriesAt(document, 'paths').flatMap(([path, item]) =>
    entriesAt(item)
      .filter(([method]) => methods.has(method))
      .map(([method, operation]) => operationPart(method, path, operation)),
  )
  return page(
    '# HTTP',
    `${plain(textAt(objectAt(document, 'info'), 'description'))}`,
    'With a mock that runs, `/docs` on it is this reference with a button to try each request: `npx mesh-mock` prints the address.',
    fenced('sh', curl),
    '## Servers',
    table(
      ['environment', 'URL', ''],
      servers.map((server) => [
        `\`${textAt(server, 'x-environment')}\``,
        `\`${textAt(server, 'url')}\``,
        plain(textAt(server, 'description')),
      ]),
    ),
    '## Credentials',
    table(
      ['header', ''],
      entriesAt(document, 'components', 'securitySchemes').map(([, scheme]) => [
        `\`${textAt(scheme, 'name')}\``,
        plain(textAt(scheme, 'description')),
      ]),
    ),
    ...operations,
    '## Schemas',
    ...entriesAt(document, 'components', 'schemas').map(([name, schema]) => schemaPart(name, schema)),
  )
}

function operationPart(method: string, path: string, operation: JsonObject): string {
  const parameters = ((operation['parameters'] as unknown[] | undefined) ?? []).map((parameter) => objectAt(parameter))
  const body = objectAt(operation, 'requestBody')
  return page(
    `## ${textAt(operation, 'summary')} {#${textAt(operation, 'operationId')}}`,
    `\`${method.toUpperCase()} ${path}\`, in the client \`${textAt(operation, 'operationId')}\``,
    plain(textAt(operation, 'description')),
    operation['x-safe-to-repeat'] === true ? 'Safe to repeat: the client does so after a passing failure.' : '',
    parameters.length === 0
      ? ''
      : table(
          ['parameter', 'in', 'type', ''],
          parameters.map((parameter) => [
            `\`${textAt(parameter, 'name')}\``,
            textAt(parameter, 'in'),
            typeOf(parameter['schema']),
            plain(textAt(parameter, 'description')),
          ]),
        ),
    ...entriesAt(body, 'content').flatMap(([mediaType, content]) => [
      `### Request of ${textAt(operation, 'operationId')}`,
      plain(textAt(body, 'description')),
      `\`${mediaType}\`: ${typeOf(content['schema'])}`,
      fieldsOf(objectAt(content['schema'])),
      ...examplesOf(content),
    ]),
    ...entriesAt(operation, 'responses').flatMap(([status, response]) => [
      status === 'default' ? '### Any other response' : `### Response ${status}`,
      plain(textAt(response, 'description')),
      ...entriesAt(response, 'content').flatMap(([mediaType, content]) => [
        `\`${mediaType}\`: ${typeOf(content['schema'])}`,
        ...examplesOf(content),
      ]),
    ]),
  ).trim()
}

function examplesOf(content: JsonObject): string[] {
  return entriesAt(content, 'examples').map(([name, example]) => {
    const status = example['x-http-status'] === undefined ? '' : `, with HTTP status ${example['x-http-status']}`
    return `#### \`${name}\` {#${name}}\n\n${plain(textAt(example, 'summary'))}${status}.\n\n${fenced('json', json(example['value']))}`
  })
}

function schemaPart(name: string, schema: JsonObject): string {
  const values = Array.isArray(schema['enum']) ? schema['enum'] : []
  return page(
    `### ${name} {#${name.toLowerCase()}}`,
    plain(textAt(schema, 'description')),
    values.length === 0 ? '' : detailsOf(schema, values),
    fieldsOf(schema),
  ).trim()
}

/** The values of an enum with what the document knows of each. */
function detailsOf(schema: JsonObject, values: readonly unknown[]): string {
  const details = objectAt(schema, 'x-enum-details')
  const facts = [...new Set(Object.values(details).flatMap((detail) => Object.keys(objectAt(detail))))]
  return table(
    ['value', ...facts.map((fact) => `\`${fact}\``)],
    values.map((value) => [`\`${value}\``, ...facts.map((fact) => String(objectAt(details, String(value))[fact] ?? ''))]),
  )
}

function fieldsOf(schema: JsonObject): string {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const fields = Object.entries(objectAt(schema, 'properties'))
  if (fields.length === 0) return ''
  return table(
    ['field', 'type', ''],
    fields.map(([name, property]) => [
      `\`${name}\`${required.includes(name) ? ', required' : ''}`,
      typeOf(property),
      plain(textAt(property, 'description')),
    ]),
  )
}

function typeOf(schema: unknown): string {
  if (!isObject(schema)) return 'any'
  const reference = schema['$ref']
  if (typeof reference === 'string') {
    const name = reference.split('/').at(-1) ?? ''
    return `[${name}](#${name.toLowerCase()})`
  }
  const branches = schema['oneOf'] ?? schema['anyOf']
  if (Array.isArray(branches)) return branches.map(typeOf).join(' or ')
  const names = [schema['type'] ?? 'any']
    .flat()
    .map((name) => (name === 'array' ? `array of ${typeOf(schema['items'])}` : String(name)))
  const format = textAt(schema, 'format')
  return names.join(' or ') + (format === '' ? '' : ` (${format})`)
}

/** As short as it reads well: objects of bare values on one line. */
function json(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(/\{\n\s+([^{}[\]]*?)\n\s+\}/g, (whole, inside: string) => {
    const line = `{ ${inside.replaceAll(/\n\s+/g, ' ')} }`
    return line.length < 110 ? line : whole
  })
}
