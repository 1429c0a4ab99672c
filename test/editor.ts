import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript-api'

/** A file of an application, which finds packages by their names and their `exports`, as everybody does. */
const file = fileURLToPath(new URL('application.ts', import.meta.url))

export interface Exported {
  name: string
  kind: 'type' | 'value'
  /** How to write it as a type, with arguments where it wants some. */
  type: string
  /** Those that the package itself declares, without the private ones and those that are named by symbols. */
  members: string[]
  /** Where it is declared. */
  source: string
}

export interface Hover {
  name: string
  /** The line above the documentation: what it is, and its type. */
  signature: string
  documentation: string
}

/** What an editor shows for packages as they are built: the same language service, on the text of one file. */
export class Editor {
  #text = ''
  #version = 0
  readonly #service: ts.LanguageService

  constructor() {
    const options: ts.CompilerOptions = {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
      types: ['node'],
      strict: true,
    }
    const read = (path: string) => (path === file ? this.#text : existsSync(path) ? readFileSync(path, 'utf8') : undefined)
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => [file],
      getScriptVersion: (path) => (path === file ? String(this.#version) : '0'),
      getScriptSnapshot: (path) => {
        const text = read(path)
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
      },
      getCurrentDirectory: () => dirname(file),
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (path) => path === file || ts.sys.fileExists(path),
      readFile: read,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      ...(ts.sys.realpath && { realpath: ts.sys.realpath }),
    })
  }

  /** Opens a text, which must compile, and gives the documentation that an editor shows at each «name». */
  hover(marked: string): Hover[] {
    const places: { name: string; position: number }[] = []
    let text = ''
    for (const [index, part] of marked.split(/[«»]/).entries()) {
      if (index % 2 === 1) places.push({ name: part, position: text.length })
      text += part
    }
    this.#text = text
    this.#version += 1
    const [problem] = [...this.#service.getSyntacticDiagnostics(file), ...this.#service.getSemanticDiagnostics(file)]
    if (problem) throw new Error(`${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}\n${text.slice(problem.start)}`)
    return places.map(({ name, position }) => {
      const { displayParts, documentation } = this.#service.getQuickInfoAtPosition(file, position) ?? {}
      return { name, signature: ts.displayPartsToString(displayParts), documentation: ts.displayPartsToString(documentation) }
    })
  }

  /** What an entry point exports. `folder` is that of its package. */
  exportsOf(specifier: string, folder: string): Exported[] {
    this.hover(`import * as entry from '${specifier}'`)
    const program = this.#service.getProgram()
    const statement = program?.getSourceFile(file)?.statements[0]
    if (!program || !statement || !ts.isImportDeclaration(statement)) throw new Error('There is no program.')
    const checker = program.getTypeChecker()
    const entry = checker.getSymbolAtLocation(statement.moduleSpecifier)
    if (!entry) throw new Error(`${specifier} cannot be found.`)
    const sourceOf = ({ declarations }: ts.Symbol) => declarations?.[0]?.getSourceFile().fileName ?? ''
    return checker.getExportsOfModule(entry).map((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      const isType = (symbol.flags & ts.SymbolFlags.Type) !== 0
      const type = isType ? checker.getDeclaredTypeOfSymbol(symbol) : checker.getTypeOfSymbol(symbol)
      const members = type.isUnion() ? [] : type.getProperties()
      return {
        name: exported.name,
        kind: isType ? 'type' : 'value',
        type: exported.name + typeArguments(symbol),
        members: members.filter((one) => !/^(__@|#)/.test(one.name) && sourceOf(one).startsWith(folder)).map(({ name }) => name),
        source: sourceOf(symbol),
      }
    })
  }
}

function typeArguments({ declarations = [] }: ts.Symbol): string {
  const parameters = declarations.flatMap((one) => (one as ts.ClassDeclaration | ts.TypeAliasDeclaration).typeParameters ?? [])
  const wanted = parameters.filter((parameter) => parameter.default === undefined)
  return wanted.length === 0 ? '' : `<${wanted.map(() => 'unknown').join(', ')}>`
}
