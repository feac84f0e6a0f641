import type { FilePlan } from '../plan/file-plan.js';
import type { SupportFile } from '../plan/macros.js';
import { readVerbatim, renderTemplate } from './templates.js';
import { renderYaml } from './yaml.js';

export interface GeneratedFile {
  /** Relative to the repo, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** The whole repo as text, with the macros and generic tests that something in it calls, sorted by path. */
export function renderRepository(files: readonly FilePlan[], support: readonly SupportFile[]): GeneratedFile[] {
  const rendered = files.map(renderFile);
  const carried = supportNeeded(rendered, support);
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
                arguments: file.arguments === undefined || file.arguments.length === 0 ? undefined : file.arguments.map(({ name, description }) => ({ name, description })),
              })),
            }),
          },
        ];
  return [...rendered, ...carried.map(({ rendered: file }) => file), ...properties].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function supportNeeded(
  rendered: readonly GeneratedFile[],
  support: readonly SupportFile[],
): { file: SupportFile; rendered: GeneratedFile }[] {
  const texts = rendered.map((file) => file.text);
  const needed = new Map<string, { file: SupportFile; rendered: GeneratedFile }>();
  for (let grew = true; grew; ) {
    grew = false;
    for (const file of support) {
      if (needed.has(file.name) || !texts.some((text) => file.usedBy.test(text))) continue;
      const result = renderFile(file.plan);
      needed.set(file.name, { file, rendered: result });
      texts.push(result.text);
      grew = true;
    }
  }
  return support.flatMap((file) => needed.get(file.name) ?? []);
}

function renderFile(plan: FilePlan): GeneratedFile {
  switch (plan.kind) {
    case 'template':
      return { path: plan.path, text: tidy(renderTemplate(plan.template, plan.view)) };
    case 'verbatim':
      return { path: plan.path, text: tidy(readVerbatim(plan.file)) };
    case 'yaml':
      return { path: plan.path, text: tidy(renderYaml(plan.value)) };
  }
}

/** No trailing blanks, no doubled blank lines, one line feed at the end, whatever options left out of a template. */
function tidy(text: string): string {
  return `${text.replaceAll(/[ \t]+$/gm, '').replaceAll(/\n{3,}/g, '\n\n').trim()}\n`;
}
