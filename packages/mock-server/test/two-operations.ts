interface Schema {
  $id?: string
  type: string
  required: string[]
  properties: Record<string, { type: string }>
}

/** Nothing of Mesh: two operations that share a scenario, a range, a `default` beside its own status, no answer for bad requests. */
export const twoOperations: { components: { schemas: { Thing: Schema }; examples: object }; [key: string]: unknown } = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  paths: {
    '/things': {
      get: {
        operationId: 'listThings',
        responses: {
          200: {
            description: 'Things',
            content: { 'application/json': { examples: { one: { summary: 'One thing', value: [1] } } } },
          },
          503: { description: 'Busy', content: { 'application/json': { examples: { busy: { value: { busy: 'list' } } } } } },
        },
      },
    },
    '/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', example: 'first' } }],
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' }, example: { a: 1, note: "it's" } } },
        },
        responses: {
          201: {
            description: 'Made',
            content: {
              'application/json': { examples: { plain: { value: { made: true } } } },
              'text/plain': { examples: { plain: { value: 'made' } } },
            },
          },
          409: {
            description: 'Busy',
            content: { 'application/json': { examples: { busy: { $ref: '#/components/examples/Busy' } } } },
          },
          500: { description: 'Failed' },
          '4XX': {
            description: 'Odd',
            content: { 'application/json': { examples: { teapot: { 'x-http-status': 418, value: {} } } } },
          },
          default: {
            description: 'Other',
            content: { 'application/json': { examples: { broken: { value: { broken: true } } } } },
          },
        },
      },
    },
  },
  components: {
    examples: { Busy: { summary: 'Try later', value: { busy: 'create' } } },
    schemas: { Thing: { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } } },
  },
}
