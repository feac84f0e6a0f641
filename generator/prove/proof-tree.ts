import { plan } from '../plan/index.js';
import { supportFiles } from '../plan/macros.js';
import type { PlanContext } from '../plan/context.js';
import { type GeneratedFile, renderRepository } from '../render/repository.js';

/** The macro that lands the rows of the sources before a run. */
export const landHook = 'prove_land';

/** The macro that reads the tables after a run. */
export const readHook = 'prove_read';

/** The generated repo of a project, which calls two hooks: before a run and after it. */
export function proofTree(context: PlanContext): GeneratedFile[] {
  const { project, dialect } = context;
  const files = renderRepository(plan(project, dialect).files, supportFiles(context), dialect);
  return files.map((file) =>
    file.path === 'dbt_project.yml'
      ? {
          ...file,
          text: `${file.text}\non-run-start: "{{ ${landHook}() }}"\non-run-end: "{{ ${readHook}() }}"\n`,
        }
      : file,
  );
}

/** The file of a macro that does something when it is run, and nothing when it is parsed. */
export function hookMacro(name: string, body: readonly string[]): GeneratedFile {
  return {
    path: `macros/${name}.sql`,
    text: `{% macro ${name}() %}\n{% if execute %}\n${body.join('\n')}\n{% endif %}\n{% endmacro %}\n`,
  };
}
