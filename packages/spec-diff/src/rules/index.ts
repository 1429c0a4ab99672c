import type { SchemaPair } from '../compare/schema-pair.js'
import { allowsEverything } from '../schema/conjunction.js'
import { compareAdditionalProperties } from './additional-properties.js'
import { compareArrays } from './arrays.js'
import { compareBounds } from './bounds.js'
import { compareCompositions } from './compositions.js'
import { compareConditions } from './conditions.js'
import { compareContent } from './content.js'
import { compareDefaults } from './defaults.js'
import { compareDiscriminators } from './discriminators.js'
import { compareDocumentation } from './documentation.js'
import { compareEnums } from './enums.js'
import { compareExtensions } from './extensions.js'
import { comparePatterns } from './patterns.js'
import { compareProperties } from './properties.js'
import { compareTypes, compareWithAnything } from './types.js'
import { compareUnions, compareWrapping, isWrapping } from './unions.js'

export type Rule = (pair: SchemaPair) => void

const about: readonly Rule[] = [compareDefaults, compareExtensions, compareDocumentation]

const all: readonly Rule[] = [
  compareTypes,
  compareEnums,
  compareBounds,
  comparePatterns,
  compareProperties,
  compareAdditionalProperties,
  compareArrays,
  compareCompositions,
  compareUnions,
  compareDiscriminators,
  compareConditions,
  compareContent,
  ...about,
]

/** The rules that judge a pair. */
export function rules(pair: SchemaPair): readonly Rule[] {
  if (allowsEverything(pair.old) !== allowsEverything(pair.new)) return [compareWithAnything, ...about]
  return isWrapping(pair) ? [compareWrapping, ...about] : all
}
