/** Milliseconds. A timer that is given more, `Infinity` included, ends at once. */
export const longestTimer: number = 2 ** 31 - 1
