import type { FilePlan } from './file-plan.js';
import type { PlanContext } from './context.js';
import { type YamlValue, verbatim } from './yaml-value.js';
import type { Project } from '../resolve/project.js';
import { readmeView } from './readme.js';

/** The files of the repo that no single blueprint makes. */
export function projectFiles(context: PlanContext): FilePlan[] {
  const { dialect } = context;
  return [
    { kind: 'yaml', path: 'dbt_project.yml', value: dbtProject(context) },
    { kind: 'yaml', path: 'profiles.example.yml', value: profiles(context) },
    { kind: 'template', path: 'README.md', template: 'project/README.md', view: readmeView(context) },
    { kind: 'template', path: '.gitignore', template: 'project/gitignore', view: {} },
    { kind: 'template', path: '.gitattributes', template: 'project/gitattributes', view: {} },
    {
      kind: 'template',
      path: '.sqlfluff',
      template: 'project/sqlfluff',
      view: {
        dialect: dialect.adapter.sqlfluff,
        judges: context.project.dimensions.some(({ late }) => late !== undefined),
      },
    },
    { kind: 'template', path: '.sqlfluffignore', template: 'project/sqlfluffignore', view: {} },
    {
      kind: 'template',
      path: '.github/workflows/dbt.yml',
      template: 'project/workflow.yml',
      view: { requirement: dialect.adapter.requirement, secrets: environment(context) },
    },
    ...groups(context),
  ];
}

function dbtProject({ project, dialect }: PlanContext): YamlValue {
  const schemas = project.conventions.schemas;
  return {
    name: project.name,
    profile: project.profile,
    'require-dbt-version': [...project.dbtVersions],
    'model-paths': ['models'],
    'macro-paths': ['macros'],
    'test-paths': ['tests'],
    'clean-targets': ['target', 'logs'],
    flags: dialect.adapter.flags,
    models: {
      [project.name]: {
        // A model's own guards come after: they may read columns that the table does not have.
        '+pre-hook': verbatim('{{ stop_on_new_columns(this) }}'),
        // dbt warns about a folder that has no models.
        staging:
          project.sources.length > 0 ? { '+materialized': 'view', '+schema': schemas.staging } : undefined,
        intermediate: hasIntermediates(project)
          ? { '+materialized': 'view', '+schema': schemas.intermediate }
          : undefined,
        marts: hasMarts(project) ? { '+materialized': 'table', '+schema': schemas.marts } : undefined,
      },
    },
  };
}

function hasIntermediates({ sources, intermediates }: Project): boolean {
  return (
    intermediates.length > 0 ||
    sources.some((source) =>
      source.tables.some((table) => table.eventsModel !== undefined || table.quarantine !== undefined),
    )
  );
}

function hasMarts({ calendars, dimensions, facts }: Project): boolean {
  return calendars.length + dimensions.length + facts.length > 0;
}

function profiles({ project, dialect }: PlanContext): YamlValue {
  const output = Object.fromEntries(
    Object.entries(dialect.adapter.profile).map(([key, value]) => [
      key,
      typeof value === 'string' && value.includes('{{') ? verbatim(value) : (value as YamlValue),
    ]),
  );
  return { [project.profile]: { target: 'dev', outputs: { dev: output } } };
}

/** The environment variables without a default that dbt needs to parse the repo, in the order of their use. */
function environment({ project, dialect }: PlanContext): string[] {
  const texts = [
    ...Object.values(dialect.adapter.profile).filter((value) => typeof value === 'string'),
    ...project.sources.flatMap((source) => [source.database ?? '', source.schema]),
  ];
  const named = texts.flatMap((text) =>
    [...text.matchAll(/env_var\(\s*['"]([\w]+)['"]\s*\)/g)].map((match) => match[1] ?? ''),
  );
  const salted = project.sources.some((source) =>
    source.tables.some((table) => table.columns.some((column) => column.protect === 'hash')),
  );
  return [...new Set([...named, ...(salted ? ['PII_SALT'] : [])])];
}

/** dbt wants an owner for each group that a model names. */
function groups({ project }: PlanContext): FilePlan[] {
  const owners = new Map<string, string>();
  for (const { quality } of [...project.dimensions, ...project.facts, ...project.calendars]) {
    if (quality.group !== undefined && !owners.has(quality.group))
      owners.set(quality.group, quality.owner ?? quality.group);
  }
  if (owners.size === 0) return [];
  return [
    {
      kind: 'yaml',
      path: 'models/marts/_groups.yml',
      value: { groups: [...owners].map(([name, owner]) => ({ name, owner: { name: owner } })) },
    },
  ];
}
