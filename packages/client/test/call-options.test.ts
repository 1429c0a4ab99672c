import { expect, test } from 'vitest'
import { createMeshClient, MeshConfigError, unlistedInstitution } from '../src/index.js'
import { authToken, clientId, clientSecret } from './support/secrets.js'
import { json, serve } from './support/serve.js'

const account = () => serve((response) => json(response, { status: 'ok', content: { balances: [] } }))

test('a call sends what the document says', async () => {
  await using server = await account()
  await createMeshClient({ clientId, clientSecret, baseUrl: server.url }).getBalance({ authToken, type: 'coinbase' })
  const [request] = server.received
  expect(request).toMatchObject({ method: 'POST', url: '/api/v1/balance/get' })
  expect(request?.headers).toMatchObject({ 'content-type': 'application/json', accept: 'application/json' })
  expect(JSON.parse(request?.body ?? '')).toEqual({ authToken, type: 'coinbase' })
})

test('an institution that the document does not list goes out as it is', async () => {
  await using server = await account()
  await createMeshClient({ clientId, clientSecret, baseUrl: server.url }).getBalance({
    authToken,
    type: unlistedInstitution('sandbox'),
  })
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({ authToken, type: 'sandbox' })
})

test('headers of a call are sent besides those of the client', async () => {
  await using server = await account()
  const mesh = createMeshClient({ clientId, clientSecret, baseUrl: server.url })
  await mesh.getBalance({ authToken, type: 'coinbase' }, { headers: { 'X-Trace': 't1', Accept: 'application/json;q=0.9' } })
  expect(server.received[0]?.headers).toMatchObject({
    'x-trace': 't1',
    accept: 'application/json;q=0.9',
    'x-client-id': clientId,
  })
})

test('headers of a call may be a Headers, or hold numbers', async () => {
  await using server = await account()
  const mesh = createMeshClient({ clientId, clientSecret, baseUrl: server.url })
  await mesh.getBalance({ authToken, type: 'coinbase' }, { headers: new Headers({ 'X-Trace': 't1' }) })
  await mesh.getBalance({ authToken, type: 'coinbase' }, { headers: { 'x-trace': 2 as unknown as string } })
  expect(server.received.map(({ headers }) => headers['x-trace'])).toEqual(['t1', '2'])
})

test.each(['X-Client-Secret', 'x-client-id'])('the header %s of a call cannot replace a credential', async (name) => {
  await using server = await account()
  const mesh = createMeshClient({ clientId, clientSecret, baseUrl: server.url })
  await expect(mesh.getBalance({ authToken, type: 'coinbase' }, { headers: { [name]: 'other' } })).rejects.toThrow(
    MeshConfigError,
  )
  expect(server.received).toEqual([])
})

test('a call is a promise that rejects once, however it is read', async () => {
  await using server = await serve((response) => json(response, { status: 'locked' }))
  const mesh = createMeshClient({ clientId, clientSecret, baseUrl: server.url })
  const start = () => mesh.getBalance({ authToken, type: 'coinbase' })
  const call = start()
  expect(call).toBeInstanceOf(Promise)
  await expect(call).rejects.toMatchObject({ status: 'locked' })
  await expect(start().withResponse()).rejects.toMatchObject({ status: 'locked' })
  expect(await start().catch(() => 'caught')).toBe('caught')
  let ended = false
  await start()
    .finally(() => {
      ended = true
    })
    .catch(() => {})
  expect(ended).toBe(true)
  expect(await Promise.allSettled([start()])).toMatchObject([{ status: 'rejected' }])
})
