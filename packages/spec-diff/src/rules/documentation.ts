import type { SchemaPair } from '../compare/schema-pair.js'
import { child, type Located } from '../document/located.js'
import { canonical, sameJson } from '../json.js'
import { textKeywords } from '../schema/read-keywords.js'
import type { Schema } from '../schema/schema.js'

/** Texts and examples. */
export function compareDocumentation(pair: SchemaPair): void {
  const report = (id: string, place: Located | undefined, keyword: string, says: string): void =>
    pair.report({
      fact: id,
      id,
      effect: 'changed',
      sent: 'patch',
      received: 'patch',
      keyword,
      says,
      ...(place && { place: { new: place } }),
    })
  if (!sameJson(pair.old.documentation, pair.new.documentation)) {
    report('description-changed', newText(pair.old, pair.new), 'description', 'is described in other words')
  }
  if (!sameJson(pair.old.examples, pair.new.examples)) report('example-changed', undefined, 'example', 'has other examples')
}

/** The text that the old schema does not have, which may stand in any of the parts that were put together. */
function newText(old: Schema, next: Schema): Located | undefined {
  const texts = next.parts.flatMap((part) => textKeywords.map((key) => child(part, key)))
  return texts.find((text) => text.value !== undefined && !old.documentation.includes(canonical(text.value)))
}
