/** The blueprints that histories told as data need. */
import { stringify } from 'yaml';
import { staged } from './read-histories.mjs';

/**
 * The blueprints of one project with them all, each with a source schema and a dimension of its own.
 *
 * @param {readonly object[]} histories as `readHistories` gives them
 * @returns {string} YAML
 */
export function blueprintsOf(histories) {
  const scope = (history) =>
    history.absence_scope ? { absence: { scope: history.absence_scope.map(staged) } } : {};
  const flag = (history) =>
    typeof history.deletes === 'object' ? Object.entries(history.deletes.by_flag)[0] : undefined;
  const truncates = (history) =>
    history.loads.some((load) => load.rows.some((row) => Object.values(row).includes('TRUNCATE')));
  const operation = (history) => {
    const [column, value] = flag(history) ?? [];
    if (column === undefined) return {};
    return {
      operation: {
        column: staged(column),
        delete: [value].flat(),
        ...(truncates(history) ? { truncate: ['TRUNCATE'] } : {}),
      },
    };
  };
  const documents = [
    {
      project: 'told',
      description: 'Histories told as data',
      dialect: 'duckdb',
      conventions: { open_start: '1970-01-01' },
    },
    ...histories.map((history) => ({
      source: history.name,
      schema: `raw_${history.name}`,
      description: history.id,
      tables: [
        {
          table: 'told',
          description: history.id,
          shape: history.input,
          key: history.natural_key.map(staged),
          ...(history.effective_at ? { changed_at: staged(history.effective_at) } : {}),
          ...(history.sequence && history.sequence !== 'arrival'
            ? { sequence: [history.sequence].flat().map(staged) }
            : {}),
          ...operation(history),
          ...scope(history),
          columns: history.columns.map(({ name, from, type }) =>
            name === from ? { name, type } : { name, from, type },
          ),
        },
      ],
    })),
    ...histories.map((history) => ({
      dimension: history.name,
      description: history.id,
      from: `${history.name}.told`,
      natural_key: history.natural_key.map(staged),
      history: {
        ...(history.first_version ? { first_version: history.first_version } : {}),
        ...(history.deletes === 'ignore'
          ? history.input === 'delta'
            ? {}
            : { deletes: 'ignore' }
          : { deletes: 'close' }),
        ...(history.late === 'reject' ? { late: 'reject' } : {}),
        ...(history.overwrite_scope ? { overwrite: history.overwrite_scope } : {}),
        ...(history.kind === 'scd4' ? { split: 'current_and_history' } : {}),
        ...(isEmpty(history) ? { versions: 'existence' } : {}),
      },
      attributes: attributesOf(history),
    })),
  ];
  return documents.map((document) => stringify(document)).join('---\n');
}

/** A table of keys alone: that a key exists is all that is tracked. */
function isEmpty({ tracked, overwrite }) {
  return tracked.length + overwrite.length === 0;
}

function attributesOf({
  kind,
  tracked,
  overwrite,
  natural_key: key,
  columns,
  current_columns: current,
  expected,
  before,
}) {
  const known = before?.columns.map(({ from }) => from);
  const since = (name) => (known === undefined || known.includes(name) ? {} : { since: null });
  const scdOf = (name) => (kind === 'scd3' ? 3 : current?.includes(name) ? 6 : 2);
  const originals = tracked.filter((name) => expected.some((row) => `original_${name}` in row));
  const attributes = [
    ...tracked.map((name) => ({ name: staged(name), scd: scdOf(name), ...since(name) })),
    ...originals.map((name) => ({ name: `original_${staged(name)}`, from: staged(name), scd: 0 })),
    ...overwrite.map((name) => ({ name: staged(name), scd: 1, ...since(name) })),
  ];
  return attributes.length > 0
    ? attributes
    : [
        {
          name: 'is_there',
          scd: 1,
          type: 'boolean',
          expression: `${columns.find((column) => key.includes(column.from)).name} is not null`,
        },
      ];
}
