import { child, elements, type Located, members, objectOf, textOf } from '../document/located.js'
import { sameJson } from '../json.js'
import { extensionChanges, extensionsOf } from '../rules/extensions.js'
import { type ApiComparison, placeIn } from './api-comparison.js'

/** What the document says about itself. `info.version` is an answer to the difference, and no part of it. */
export function compareInfo(api: ApiComparison): void {
  for (const [oldHolder, newHolder] of [
    [api.old.root, api.new.root],
    [child(api.old.root, 'info'), child(api.new.root, 'info')],
  ] as const) {
    for (const { name, says } of extensionChanges(extensionsOf(oldHolder), extensionsOf(newHolder))) {
      api.report({ id: 'extension-changed', level: 'minor', at: placeIn(oldHolder, newHolder, name), says })
    }
    for (const key of ['title', 'summary', 'description', 'termsOfService', 'contact', 'license', 'externalDocs']) {
      if (sameJson(objectOf(oldHolder)[key], objectOf(newHolder)[key])) continue
      const at = placeIn(oldHolder, newHolder, key)
      api.report({ id: 'description-changed', level: 'patch', at, says: `has another ${key}` })
    }
  }
  compareTags(api)
}

function compareTags(api: ApiComparison): void {
  const [before, after] = [tagsOf(api.old.root), tagsOf(api.new.root)]
  for (const [name, tag] of after) {
    const old = before.get(name)
    const key = old && members(tag).find(([key]) => !sameJson(objectOf(old)[key], objectOf(tag)[key]))?.[0]
    if (!old || key === undefined) continue
    const id = key.startsWith('x-') ? 'extension-changed' : 'description-changed'
    const level = key.startsWith('x-') ? 'minor' : 'patch'
    api.report({ id, level, at: placeIn(old, tag, key), subject: `the tag \`${name}\``, says: `has another \`${key}\`` })
  }
}

function tagsOf(root: Located): Map<string, Located> {
  return new Map(elements(child(root, 'tags')).map((tag) => [textOf(child(tag, 'name')) ?? '', tag]))
}
