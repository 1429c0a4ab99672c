import { Pool } from 'undici'
import { type Connect, headers, path, request } from '../calls/contender.ts'

export const connect: Connect = (baseUrl) => {
  const pool = new Pool(baseUrl)
  return async () => {
    const { body } = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(request) })
    return JSON.parse(await body.text())
  }
}
