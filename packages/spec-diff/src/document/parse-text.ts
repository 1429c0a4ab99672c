import { LineCounter, parseDocument } from 'yaml'
import { SpecDiffError } from '../spec-diff-error.js'

/**
 * Reads JSON or YAML.
 * @throws SpecDiffError with the line and column of the first mistake
 */
export function parseText(text: string, name: string): unknown {
  if (name.endsWith('.json') || /^\s*\{/.test(text)) {
    try {
      return JSON.parse(text)
    } catch (cause) {
      // A YAML document may begin with a brace as well, and its parser gives lines and columns.
      if (name.endsWith('.json') && text.length > 0) return parseYaml(text, name, 'JSON', cause)
    }
  }
  return parseYaml(text, name, 'YAML')
}

function parseYaml(text: string, name: string, format: 'JSON' | 'YAML', jsonError?: unknown): unknown {
  const lineCounter = new LineCounter()
  const yaml = parseDocument(text, { merge: true, prettyErrors: false, stringKeys: true, uniqueKeys: true, lineCounter })
  const [error] = yaml.errors
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0])
    throw new SpecDiffError(
      `${name} is not valid ${format} at line ${line}, column ${col}: ${sentence(error)} Correct it there.`,
      {
        cause: error,
      },
    )
  }
  if (jsonError !== undefined) {
    const { line, col } = lineCounter.linePos(positionOf(jsonError, text))
    throw new SpecDiffError(`${name} is not valid JSON at line ${line}, column ${col}: ${sentence(jsonError)} Correct it there.`)
  }
  try {
    return plainCopy(yaml.toJS(), name)
  } catch (cause) {
    if (cause instanceof SpecDiffError) throw cause
    throw new SpecDiffError(`${name} cannot be read as YAML: ${sentence(cause)} Correct it there.`, { cause })
  }
}

/**
 * A copy in which every object is in one place, as places are told apart by their objects: aliases of YAML share them.
 * @throws SpecDiffError the value contains itself, or is nothing that JSON could hold
 */
export function plainCopy(value: unknown, name: string): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null')
  } catch (cause) {
    throw new SpecDiffError(
      `${name} contains itself, or what JSON cannot hold. Let a $ref name what is meant to contain itself.`,
      {
        cause,
      },
    )
  }
}

/** V8 says where the mistake is, or else shows some text around it. */
function positionOf(error: unknown, text: string): number {
  const message = error instanceof Error ? error.message : ''
  const [, position] = /at position (\d+)/.exec(message) ?? []
  if (position !== undefined) return Number(position)
  const [, token, around] = /^Unexpected token '(.)', (?:\.\.\.)?"([\s\S]*?)"(?:\.\.\.)? is not valid JSON/.exec(message) ?? []
  const start = around === undefined ? -1 : text.indexOf(around)
  return start === -1 ? text.length : start + Math.max(around?.lastIndexOf(token ?? '') ?? 0, 0)
}

function sentence(cause: unknown): string {
  return `${(cause instanceof Error ? cause.message : String(cause)).replace(/\.+$/, '')}.`
}
