/** Where the page is. */
export const pagePath: string = '/docs'
export const documentPath: string = `${pagePath}/openapi.json`
export const rendererPath: string = `${pagePath}/scalar.js`
export const startPath: string = `${pagePath}/start.js`
export const pagePaths: readonly string[] = [pagePath, documentPath, rendererPath, startPath]
