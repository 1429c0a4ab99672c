import { isJsonObject, type JsonObject, objectAt, textAt } from '../document/json-object.js'
import { type DocumentOperation, OpenApiDocument } from '../document/open-api-document.js'
import { exampleOf, parametersOf } from '../document/request-parts.js'
import { answersOfOperation, type Scenario, scenariosOf } from '../document/scenarios.js'
import { isJson } from '../engine/media-type.js'

/**
 * The document as the page shows it: requests go to the mock that serves it, and each operation offers its scenarios, as values of the header
 * `Prefer` and as examples of its body.
 */
export function referenceDocument(json: string): OpenApiDocument {
  const document = new OpenApiDocument(JSON.parse(json))
  const { root } = document
  // Without servers, it is the one that the document comes from.
  delete root['servers']
  for (const operation of document.operations) {
    delete operation.pathItem['servers']
    delete operation.definition['servers']
    offerScenarios(document, operation)
  }
  const info = objectAt(root, 'info')
  const about = scenariosOf(document).length > 0 ? `${aboutMock}\n\n${aboutScenarios}` : aboutMock
  root['info'] = { ...info, description: [about, textAt(info, 'description') ?? ''].join('\n\n') }
  return document
}

const aboutMock = 'This page comes from a mock: *Test Request* goes to it and to nobody else, and any credentials will do.'
const aboutScenarios = `The mock answers with a **scenario**, a named example of this document. Choose one from the list beside *Test Request*, where
there is one, or by the header \`Prefer\`, which wins. A request that chooses none gets the mock's default.`

function offerScenarios(document: OpenApiDocument, operation: DocumentOperation): void {
  const { definition } = operation
  const { scenarios } = answersOfOperation(document, operation)
  const distinct = scenarios.filter(({ name }, index) => scenarios.findIndex((other) => other.name === name) === index)
  if (distinct.length === 0) return

  const parameters = parametersOf(document, operation)
  if (!parameters.some((parameter) => parameter['in'] === 'header' && /^prefer$/i.test(String(parameter['name'])))) {
    const own = Array.isArray(definition['parameters']) ? definition['parameters'] : []
    definition['parameters'] = [...own, preferParameter(distinct)]
  }
  if (definition['requestBody'] !== undefined) {
    // A copy: other operations may share it, and have other scenarios.
    const body = structuredClone(document.resolve(definition['requestBody']))
    definition['requestBody'] = body
    for (const [mediaType, reference] of Object.entries(objectAt(body, 'content'))) {
      const content = document.resolve(reference)
      if (isJson(mediaType)) objectAt(body, 'content')[mediaType] = withScenarios(document, content, distinct)
    }
  }
}

function preferParameter(scenarios: readonly Scenario[]): JsonObject {
  const choices = scenarios.flatMap((scenario) => {
    const value = preferenceFor(scenario.name)
    return value === undefined ? [] : [[value, meaningOf(scenario)] as const]
  })
  return {
    name: 'Prefer',
    in: 'header',
    description: 'The scenario to answer with. Not part of the API: only the mock knows it.',
    schema: { type: 'string', enum: choices.map(([value]) => value), 'x-enumDescriptions': Object.fromEntries(choices) },
    // None is chosen until somebody does.
    example: '',
  }
}

/** Undefined for a name that no header can carry. */
function preferenceFor(name: string): string | undefined {
  if (/^[\w.:/-]+$/.test(name)) return `example=${name}`
  return /^[\x20-\x7e]+$/.test(name) && !name.includes('"') ? `example="${name}"` : undefined
}

/** The media type of a body with an example for each scenario, where its first example has a field that can name one. */
function withScenarios(document: OpenApiDocument, content: JsonObject, scenarios: readonly Scenario[]): JsonObject {
  const schema = document.resolve(content['schema'])
  const value = exampleOf(document, content) ?? exampleOf(document, schema)
  const field = isJsonObject(value) ? fieldFor(document, schema, value) : undefined
  if (!isJsonObject(value) || field === undefined) return content
  const { example, ...others } = content
  const ownExamples = isJsonObject(content['examples']) ? content['examples'] : { request: { value } }
  // A semicolon ends the name.
  const scenarioExamples = scenarios
    .filter(({ name }) => !name.includes(';'))
    .map((scenario) => [
      `scenario:${scenario.name}`,
      { summary: `${scenario.name}: ${meaningOf(scenario)}`, value: { ...value, [field]: `scenario:${scenario.name}` } },
    ])
  return { ...others, examples: { ...ownExamples, ...Object.fromEntries(scenarioExamples) } }
}

/** A field of the example that takes any text, best a secret one: what it holds means nothing to the mock. */
function fieldFor(document: OpenApiDocument, schema: JsonObject, example: JsonObject): string | undefined {
  const fields = Object.entries(objectAt(schema, 'properties'))
    .map(([name, property]) => ({ name, property: document.resolve(property) }))
    .filter(({ name, property }) => typeof example[name] === 'string' && takesAnyText(property))
  return (fields.find(({ property }) => property['format'] === 'password') ?? fields[0])?.name
}

function takesAnyText({ type, format = 'password', ...rules }: JsonObject): boolean {
  return (
    [type].flat().includes('string') &&
    format === 'password' &&
    ['enum', 'const', 'pattern', 'maxLength', 'allOf', 'anyOf', 'oneOf', 'not'].every((rule) => rules[rule] === undefined)
  )
}

function meaningOf({ httpStatus, summary }: Scenario): string {
  return `${httpStatus} ${summary}`.trimEnd()
}
