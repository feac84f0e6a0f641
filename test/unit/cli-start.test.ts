import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const generator = join(import.meta.dirname, '../../generator');

/** What is loaded together with a module: its static imports, and theirs; types and `import()` are not. */
function loadedWith(
  file: string,
  seen = new Set<string>(),
): { readonly modules: Set<string>; readonly packages: Set<string> } {
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022);
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
      const isType = ts.isImportDeclaration(statement)
        ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
        : statement.isTypeOnly;
      const { moduleSpecifier } = statement;
      if (isType || moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) continue;
      const { text } = moduleSpecifier;
      if (text.startsWith('.')) visit(join(dirname(path), text.replace(/\.js$/, '.ts')));
      else if (!text.startsWith('node:')) packages.add(text);
    }
  };
  visit(join(generator, file));
  return { modules: new Set([...seen].map((path) => relative(generator, path))), packages };
}

test('help loads the command line only', () => {
  const { modules, packages } = loadedWith('cli.ts');
  expect([...packages]).toEqual(['commander']);
  expect([...modules].sort()).toEqual(['cli.ts', 'commands/command-line.ts', 'commands/terminal.ts']);
});

test.each(['build', 'check'])('%s finds out that nothing has changed without any package', (command) => {
  const { modules, packages } = loadedWith(`commands/${command}.ts`);
  expect([...packages]).toEqual([]);
  expect([...modules].filter((path) => /^(parse|resolve|plan|render|sql)\//.test(path))).toEqual([]);
});
