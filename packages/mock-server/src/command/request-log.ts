import { styleText } from 'node:util'
import type { Violation } from '../engine/violations.js'
import type { HandledRequest } from '../handled-request.js'

/** One line for people; in colour where the standard output is a terminal that wants it. */
export function requestLine({ method, path, httpStatus, scenario, faults, violations, milliseconds }: HandledRequest): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) => styleText(style, text, { stream: process.stdout })
  const told = [...(scenario === undefined ? [] : [scenario]), ...faults]
  return [
    `${method} ${safe(path)} → ${paint(httpStatus < 400 ? 'green' : httpStatus < 500 ? 'yellow' : 'red', String(httpStatus))}`,
    ...(told.length > 0 ? [safe(told.join(', '))] : []),
    ...violations.map((violation) => paint('yellow', inWords(violation))),
    paint('dim', `${milliseconds} ms`),
  ].join('  ')
}

/** Rule and place; Prism's words name no value of the request. */
function inWords({ message }: Violation): string {
  return message.length > 200 ? `${message.slice(0, 200)}…` : message
}

/** A path or a fault that somebody sends could steer a terminal. */
function safe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '�')
}
