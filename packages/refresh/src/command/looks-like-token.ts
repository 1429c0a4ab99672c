/**
 * Whether a text may be an authToken, and so is not to be repeated in a message: long, without spaces, with letters and digits, and neither a
 * path, a URL nor a file name.
 */
export const looksLikeToken = (text: string): boolean =>
  /^[\w.~+/=:-]{20,}$/.test(text) &&
  /\d/.test(text) &&
  /[a-z]/i.test(text) &&
  !/^(?:\.{0,2}\/|[a-z]:|[a-z]+:\/\/)/i.test(text) &&
  !/\.(?:csv|jsonl|ndjson|txt)$/i.test(text) &&
  !/^FREQ=/.test(text)
