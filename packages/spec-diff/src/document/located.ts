import { isJsonObject, type JsonObject } from '../json.js'
import type { SourceFile } from './source-file.js'

/** A value of a document, and where it stands. */
export interface Located {
  readonly value: unknown
  readonly file: SourceFile
  /** JSON pointer inside the file; empty for the whole. */
  readonly pointer: string
}

export function child(parent: Located, ...keys: readonly (string | number)[]): Located {
  let { value, pointer } = parent
  for (const key of keys) {
    value = Array.isArray(value) || isJsonObject(value) ? Reflect.get(value, key) : undefined
    pointer += `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
  }
  return { value, file: parent.file, pointer }
}

/** The members of an object with their places; none where there is no object. Extensions are members like others. */
export function members(parent: Located): [string, Located][] {
  return isJsonObject(parent.value) ? Object.keys(parent.value).map((key) => [key, child(parent, key)]) : []
}

export function elements(parent: Located): Located[] {
  return Array.isArray(parent.value) ? parent.value.map((_, index) => child(parent, index)) : []
}

export function objectOf(located: Located): JsonObject {
  return isJsonObject(located.value) ? located.value : {}
}

export function textOf(located: Located): string | undefined {
  return typeof located.value === 'string' ? located.value : undefined
}

/** The place as it is reported: a JSON pointer, after the file's name where it is not the document itself. */
export function placeOf({ file, pointer }: Located): string {
  return file.address === '' ? pointer : `${file.address}#${pointer}`
}
