/** An ES import of `node:http` reads everything that it exports, which loads Node's `fetch`: 30 ms. */
export const http: typeof import('node:http') = process.getBuiltinModule('node:http')
