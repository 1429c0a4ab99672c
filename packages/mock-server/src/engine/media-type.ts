/** Whether the value of a header `Content-Type` can be read at all; Prism throws on one that cannot. */
export function isMediaType(contentType: string): boolean {
  return /^\s*[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+\s*(;|$)/.test(contentType)
}

/** A media type without its parameters. */
export function essence(mediaType: string): string {
  return mediaType.replace(/;.*$/s, '').trim().toLowerCase()
}

export function isJson(mediaType: string): boolean {
  return /^application\/([^/]+\+)?json$/.test(essence(mediaType))
}

/**
 * Whether a content type is one that the document lists. Prism compares what comes after a plus only, and takes `application/vnd.api+json` for
 * `application/json`.
 */
export function covers(listed: string, contentType: string): boolean {
  const pattern = essence(listed)
    .replace(/[^\w/*]/g, '\\$&')
    .replaceAll('*', '[^/]*')
  return new RegExp(`^${pattern}$`).test(essence(contentType))
}
