import { comparesJsonApart } from './changed-rows.js';
import type { FilePlan } from './file-plan.js';
import { type PlanContext, typedNull, typeSql } from './context.js';
import { genericTestPath, macroPath } from './paths.js';
import { booleanKeyText } from './key-text.js';
import { ownTests } from './data-tests.js';

/** A macro or generic test that a generated repo carries if something in it calls it. */
export interface SupportFile {
  readonly name: string;
  readonly plan: FilePlan;
  /** How a file that needs it gives that away. */
  readonly usedBy: RegExp;
  /** For `_macros.yml`; generic tests are described by their own comment. */
  readonly description?: string;
  readonly arguments?: readonly { readonly name: string; readonly description: string }[];
}

/** Everything that may be called, in the order of the documentation. */
export function supportFiles(context: PlanContext): SupportFile[] {
  const { dialect, project } = context;
  const { loadedAt } = project.conventions;
  const text = typeSql({ kind: 'text' }, context);
  const column = '{{ column }}';
  const anyType = { kind: 'text' } as const;
  const hasJson =
    comparesJsonApart(dialect) &&
    (project.dimensions.some((dimension) =>
      dimension.attributes.some((attribute) => attribute.type.kind === 'json'),
    ) ||
      project.facts.some((fact) =>
        [...fact.degenerate, ...fact.measures].some((item) => item.type.kind === 'json'),
      ));
  const castBoolean = booleanKeyText(context);
  const booleans = castBoolean !== undefined;
  const macro = (
    name: string,
    view: Record<string, unknown>,
    description: string,
    args: SupportFile['arguments'] = [],
  ): SupportFile => ({
    name,
    plan: { kind: 'template', path: macroPath(name), template: `macros/${name}.sql`, view },
    usedBy: new RegExp(String.raw`\b${name}\(`),
    description,
    arguments: args,
  });
  const argument = (name: string, description: string) => ({ name, description });
  return [
    macro(
      'load_at',
      { literal: dialect.timestampLiteral('@') },
      "The instant at which this run loads, in UTC: `var('load_at')`, or the start of the run.",
    ),
    macro(
      'changed_rows',
      {
        loadedAt,
        json: hasJson,
        antiJoin: dialect.rowComparison.kind === 'as_one',
        ends: dialect.endedVersions === 'in_place',
        sorts: dialect.changedHistories === 'resumed',
        joinsOnce: dialect.rowComparison.kind === 'by_column' && !hasNumbers(project),
        isUnchanged: dialect.isNotDistinct(`{{ relation }}.${column}`, `unchanged.${column}`, anyType),
        isUnchangedJson: dialect.isNotDistinct(`{{ relation }}.${column}`, `unchanged.${column}`, {
          kind: 'json',
        }),
        isDistinct: dialect.isDistinct(`{{ relation }}.${column}`, `existing.${column}`, anyType),
        isDistinctJson: hasJson
          ? dialect.isDistinct(`{{ relation }}.${column}`, `existing.${column}`, { kind: 'json' })
          : '',
        ...sharedKeys(context),
        noLoad: typedNull({ kind: 'timestamp' }, context),
      },
      'The rows of a relation that the table does not hold like that, and those it holds although they are gone.',
      [
        argument('relation', 'The CTE with the rows as they should be'),
        argument('key', 'Their unique key'),
        argument('columns', "Their columns in the table's order, without the load time"),
      ],
    ),
    ...dialect.macros.map((own): SupportFile => ({
      name: own.name,
      plan: { kind: 'verbatim', path: macroPath(own.name), file: own.file },
      usedBy: /'removed_when_null'/,
      description: own.description,
    })),
    macro(
      'pii_salt',
      { escape: saltEscape(context) },
      'What personal data is hashed with, from `PII_SALT` of the environment.',
    ),
    macro('stop_run', {}, 'Stops the run before a model is written, if a query finds anything.', [
      argument('query', 'One row per finding'),
      argument('rule', 'What was broken'),
      argument('remedy', 'What to do'),
    ]),
    macro(
      'key_text',
      { cast: `cast(${column} as ${text})`, castBoolean },
      'The columns of a key as one text, for messages.',
      [argument('columns', 'Names of columns')],
    ),
    macro('stop_on_null_keys', { booleans }, 'Stops the run where a row has no key or no instant.', [
      argument('relation', 'The rows'),
      argument('columns', 'What must not be null'),
    ]),
    macro(
      'stop_on_repeated_keys',
      { booleans },
      'Stops the run where a snapshot has several rows for one key.',
      [argument('relation', 'The snapshot'), argument('key', 'Its key')],
    ),
    macro(
      'stop_on_new_columns',
      {},
      'Stops the run where a model has columns that its table lacks, and nobody said since when they are known.',
      [argument('relation', 'The table to be written')],
    ),
    macro(
      'add_new_columns',
      {},
      'Adds the columns of added attributes to a table that was built without them.',
      [
        argument('relation', 'The table'),
        argument('columns', 'The types of the columns that may be new, by name'),
      ],
    ),
    macro(
      'stop_on_mass_absence',
      {
        booleans,
        loadedAt,
        text,
        scopeCondition: dialect.isNotDistinct(`present.${column}`, `ranked.${column}`, anyType),
      },
      'Stops the run where a snapshot lacks too many living keys.',
      [
        argument('snapshot', 'The snapshot'),
        argument('stored', 'What is known so far'),
        argument('key', 'The key'),
        argument('max_ratio', 'The share of more than 100 living keys that may be absent'),
      ],
    ),
    macro(
      'stop_on_earlier_load',
      { loadedAt, text },
      'Stops the run where its load time is before the last one.',
      [argument('relation', 'The table to be written')],
    ),
    macro(
      'stop_on_cut_log',
      { booleans },
      'Stops the run where the first event of a stored row is gone from its log.',
      [
        argument('log', 'The log'),
        argument('stored', 'The stored rows'),
        argument('key', 'The natural key'),
        argument('begins', 'What holds between a logged event and the stored version that begins with it'),
      ],
    ),
    macro(
      'judgement_rounds',
      { loadedAt },
      'How many rounds it takes to judge which events of the loads that wait are late.',
      [
        argument('events', 'The events'),
        argument('judged', 'The loads that were judged before'),
        argument('key', 'The natural key'),
      ],
    ),
    macro(
      'stop_on_empty_input',
      { text },
      'Stops the run where there is nothing to read although there was before.',
      [
        argument('relation', 'What is read'),
        argument('stored', 'The table to be written'),
        argument('key', 'A column of the table that only its reserved members leave null'),
      ],
    ),
    macro(
      'stop_on_missing_members',
      { booleans },
      'Stops the run where a row points to a member that does not exist.',
      [
        argument('relation', 'The rows'),
        argument('dimension', 'What they point to'),
        argument('on', 'Expressions over the rows, each with the column that it equals'),
      ],
    ),
    ...ownTests.map((name): SupportFile => ({
      name,
      plan: { kind: 'template', path: genericTestPath(name), template: `tests/${name}.sql`, view: {} },
      usedBy: new RegExp(String.raw`^\s*- ${name}:`, 'm'),
    })),
  ];
}

const hasNumbers = ({ dimensions }: PlanContext['project']): boolean =>
  dimensions.some(({ keyType }) => keyType.kind !== 'string');

/** How a number that is the key of two things stops the run, where some dimension has numbers as keys. */
function sharedKeys({ dialect, project }: PlanContext): Record<string, string | boolean> {
  if (!hasNumbers(project)) return { numbers: false };
  const text = typeSql({ kind: 'text' }, { dialect, project });
  const key = '{{ relation }}.{{ key }}';
  const message = [
    dialect.stringLiteral('@: two rows have the integer key ').replace('@', '{{ this.identifier }}'),
    `cast(${key} as ${text})`,
    dialect.stringLiteral('. Nothing was written. Use surrogate_key: hash in the blueprint.'),
  ].join(' || ');
  const repeated = `count(*) over (partition by ${key}) > 1`;
  const differs = dialect.isDistinct('{{ relation }}.{{ part }}', 'existing.{{ part }}', { kind: 'text' });
  const another = [
    `(existing.{{ key }} is not null and (`,
    `{% for part in identity %}${differs}{% if not loop.last %} or {% endif %}{% endfor %}`,
    '))',
  ].join('');
  return {
    numbers: true,
    firstKey: dialect.bigintOrFail(key, repeated, message),
    laterKey: dialect.bigintOrFail(key, `${repeated}\n    or ${another}`, message),
  };
}

/** What could end the text literal in which the salt stands is doubled or escaped as the dialect wants it. */
function saltEscape({ dialect }: PlanContext): string {
  const literal = dialect.stringLiteral("'\\");
  const quote = literal.startsWith("'''") ? ` | replace("'", "''")` : ` | replace("'", "\\\\'")`;
  const backslash = literal.includes('\\\\') ? ` | replace("\\\\", "\\\\\\\\")` : '';
  return `${backslash}${quote}`;
}
