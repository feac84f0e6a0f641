import type { FilePlan } from '../plan/file-plan.js';
import type { SupportFile } from '../plan/macros.js';
import { breakLines } from '../sql/break-lines.js';
import { type Backslash, backslashIn, type TextDialect } from '../sql/code-mask.js';
import { readVerbatim, renderTemplate } from './templates.js';
import { renderYaml } from './yaml.js';

export interface GeneratedFile {
  /** Relative to the repo, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** The whole repo as text, with the macros and generic tests that something in it calls, sorted by path. */
export function renderRepository(
  files: readonly FilePlan[],
  support: readonly SupportFile[],
  dialect: TextDialect,
): GeneratedFile[] {
  const backslash = backslashIn(dialect);
  const rendered = files.map((plan) => renderFile(plan, backslash));
  const carried = supportNeeded(rendered, support, backslash);
  const macros = carried.filter(({ file }) => file.description !== undefined);
  const properties: GeneratedFile[] =
    macros.length === 0
      ? []
      : [
          {
            path: 'macros/_macros.yml',
            text: renderYaml({
              macros: macros.map(({ file }) => ({
                name: file.name,
                description: file.description ?? '',
                arguments:
                  file.arguments === undefined || file.arguments.length === 0
                    ? undefined
                    : file.arguments.map(({ name, description }) => ({ name, description })),
              })),
            }),
          },
        ];
  return [...rendered, ...carried.map(({ rendered: file }) => file), ...properties].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

function supportNeeded(
  rendered: readonly GeneratedFile[],
  support: readonly SupportFile[],
  backslash: Backslash,
): { file: SupportFile; rendered: GeneratedFile }[] {
  const needed = new Map<string, { file: SupportFile; rendered: GeneratedFile }>();
  // What is found may itself call others: only the texts that are new can call what none has called so far.
  let callers = rendered.map(({ text }) => text);
  while (callers.length > 0) {
    const found = support.filter(
      (file) => !needed.has(file.name) && callers.some((text) => file.usedBy.test(text)),
    );
    for (const file of found) needed.set(file.name, { file, rendered: renderFile(file.plan, backslash) });
    callers = found.flatMap(({ name }) => needed.get(name)?.rendered.text ?? []);
  }
  return support.flatMap((file) => needed.get(file.name) ?? []);
}

function renderFile(plan: FilePlan, backslash: Backslash): GeneratedFile {
  switch (plan.kind) {
    case 'template':
      return {
        path: plan.path,
        text: laidOut(plan.path, tidy(renderTemplate(plan.template, plan.view)), backslash),
      };
    case 'verbatim':
      return { path: plan.path, text: tidy(readVerbatim(plan.file)) };
    case 'yaml':
      // Never tidied: blank lines in it may be the user's.
      return { path: plan.path, text: renderYaml(plan.value) };
  }
}

/** Expressions have any length; everything else is as wide as its template. */
function laidOut(path: string, text: string, backslash: Backslash): string {
  return path.endsWith('.sql') ? breakLines(text, backslash) : text;
}

/** No trailing blanks, no doubled blank lines, one line feed at the end, whatever options left out of a template. */
function tidy(text: string): string {
  return `${text
    // With the flag m, $ would also stand before the line separators of Unicode, which may be in a text.
    .replaceAll(/[ \t]+(?=\n|$)/g, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
