const run = 'globalThis.hacked=true;alert(1)'
const hostile = [
  `</title></script><script>${run}</script>`,
  `<img src=x onerror="${run}">`,
  `<svg onload="${run}"></svg>`,
  `<iframe srcdoc="<script>${run}</script>"></iframe>`,
  `<style>@import 'https://elsewhere.example/style.css'</style>`,
  `[link](javascript:${run})`,
  '![image](https://elsewhere.example/pixel.png)',
  '{{constructor.constructor("globalThis.hacked=true")()}}',
  "'); globalThis.hacked = true; ('",
].join('\n\n')

/** A document that wants to run script in the page, by every text that the page shows. */
export const hostileDocument: { info: { title: string; [field: string]: string }; [field: string]: unknown } = {
  openapi: '3.1.0',
  info: { title: hostile.replaceAll('\n', ' '), version: hostile, description: hostile },
  tags: [{ name: hostile, description: hostile }],
  security: [{ "'});globalThis.hacked=true;({'": [] }],
  paths: {
    '/ping': {
      get: {
        tags: [hostile],
        summary: hostile,
        description: hostile,
        responses: {
          200: {
            description: hostile,
            content: { 'application/json': { examples: { hostile: { summary: hostile, value: { text: hostile } } } } },
          },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      "'});globalThis.hacked=true;({'": { type: 'apiKey', in: 'header', name: 'X-Key', description: hostile },
    },
  },
}
