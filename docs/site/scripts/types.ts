import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import {
  Application,
  Converter,
  type DeclarationReflection,
  type ProjectReflection,
  type Reflection,
  ReflectionKind,
  ReflectionType,
  type TypeDocOptions,
} from 'typedoc'
import { root, siteFolder } from './addresses.ts'

/** The declarations that are published, by what is imported. Those of `openapi` are the document itself, which has a page. */
const entries: ReadonlyMap<string, string> = new Map(
  globSync('packages/*/package.json', { cwd: root })
    .sort()
    .map((file) => ({ folder: join(root, dirname(file)), manifest: JSON.parse(readFileSync(join(root, file), 'utf8')) }))
    .filter(({ manifest }) => !manifest.private)
    .flatMap(({ folder, manifest }) =>
      Object.entries<{ types?: string }>(manifest.exports)
        .filter(([, { types }]) => types !== undefined)
        .map(([path, { types = '' }]) => [posix.join(manifest.name, path), join(folder, types)] as const),
    ),
)

export interface Types {
  /** The docstring of something that the client exports. */
  summaryOf(name: string): string
  writePages(folder: string): Promise<void>
}

/** Reads the declarations of the public packages as they were built. */
export async function readTypes(): Promise<Types> {
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: [...entries.values()],
    tsconfig: join(root, siteFolder, 'tsconfig.typedoc.json'),
    name: 'TypeScript',
    readme: 'none',
    disableSources: true,
    excludeExternals: true,
    excludePrivate: true,
    logLevel: 'Warn',
    router: 'module',
    entryFileName: 'index',
    groupOrder: ['Functions', 'Interfaces', 'Type Aliases', 'Variables', 'Classes'],
    hideBreadcrumbs: true,
    hidePageHeader: true,
    expandParameters: true,
    parametersFormat: 'table',
    propertiesFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    tableColumnSettings: { hideInherited: true, hideOverrides: true, hideSources: true, leftAlignHeaders: true },
  } as Partial<TypeDocOptions>)
  // A module is named after its file; readers know it by what they import.
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection: Reflection) => {
    const isOf = (file: string) => file.endsWith(`/${reflection.name}.d.ts`) || file.endsWith(`/${reflection.name}/index.d.ts`)
    const [name] = [...entries].find(([, file]) => isOf(file)) ?? []
    if (reflection.kindOf(ReflectionKind.Module) && name !== undefined) reflection.name = name
  })
  // The methods of a client return what its option `numbers` says; they are shown as they are by default.
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (reflection.parent?.name !== 'MeshClient' || !reflection.kindOf(ReflectionKind.Property)) return
    const source = context.program.getSourceFile(entries.get('@mesh-balance/client') ?? '')
    const module = source && context.checker.getSymbolAtLocation(source)
    const create = module && context.checker.tryGetMemberInModuleExports('createMeshClient', module)
    const [signature] = create ? context.checker.getTypeOfSymbol(create).getCallSignatures() : []
    const method = signature?.getReturnType().getProperty(reflection.name)
    if (!method) throw new Error(`createMeshClient() gives no ${reflection.name}.`)
    reflection.type = context.converter.convertType(context, context.checker.getTypeOfSymbol(method))
  })
  // Of an error class, what it adds; the rest stands with its base.
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }: { project: ProjectReflection }) => {
    for (const { children = [] } of project.getReflectionsByKind(ReflectionKind.Class) as DeclarationReflection[]) {
      const repeated = children.filter(({ inheritedFrom, overwrites, name }) => inheritedFrom || overwrites || name === '[brand]')
      for (const child of repeated) project.removeReflection(child)
    }
    // What the generator makes up beside the schemas of the document: no application needs it, and there is nothing to say about it.
    for (const alias of project.getReflectionsByKind(ReflectionKind.TypeAlias)) {
      if (!alias.hasComment()) project.removeReflection(alias)
    }
    // Of an entry in a table of facts, its docstring; it says all of them.
    for (const { parent } of project.getReflectionsByKind(ReflectionKind.TypeLiteral)) {
      if (parent?.kindOf(ReflectionKind.Property) && parent.hasComment() && isInVariable(parent)) {
        for (const fact of childrenOf(parent)) project.removeReflection(fact)
      }
    }
  })
  const project = await app.convert()
  if (project === undefined) throw new Error('TypeDoc cannot read the declarations. Build the packages first.')
  app.validate(project)
  return {
    summaryOf: (name) => summaryOf(project, name),
    writePages: async (folder) => {
      await app.outputs.writeOutput({ name: 'markdown', path: folder }, project)
    },
  }
}

function isInVariable(reflection: Reflection): boolean {
  return reflection.parent?.parent?.kindOf(ReflectionKind.Variable) ?? false
}

function childrenOf(property: Reflection): DeclarationReflection[] {
  const { type } = property as DeclarationReflection
  return type instanceof ReflectionType ? [...(type.declaration.children ?? [])] : []
}

function summaryOf(project: ProjectReflection, name: string): string {
  const reflection = project.getChildByName(['@mesh-balance/client', name])
  return (reflection?.comment?.summary ?? []).map(({ text }) => text).join('')
}
