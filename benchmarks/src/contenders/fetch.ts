import { type Connect, headers, path, request } from '../calls/contender.ts'

export const connect: Connect = (baseUrl) => async () => {
  const response = await fetch(baseUrl + path, { method: 'POST', headers, body: JSON.stringify(request) })
  return JSON.parse(await response.text())
}
