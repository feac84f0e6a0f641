import type { LogicalType } from '../../dialects/logical-type.js';
import type { Cell, CellRow } from './cell.js';
import type { Chance } from './chance.js';
import { groupBy } from './group-by.js';
import { daysAfter, instantText } from './instants.js';
import type { ColumnPlan, SourcePlan } from './source-plan.js';
import type { Stage } from './stories.js';
import type { Value } from './value.js';

/** What a row says beside its values. */
export interface Facts {
  readonly at: string;
  /** When it no longer holds, where rows state periods; null where that is not known. */
  readonly until?: Value;
  readonly loadedAt: string;
  readonly sequence: number;
  readonly operation: Value;
  readonly kept: Value;
}

/** Whether a row says everything, half of it, or nothing but its key. */
export type Payload = 'full' | 'sparse' | 'empty';

/** Makes rows of one key. Each draws from a few values of each column, so that values come back. */
export type Draw = (facts: Facts, payload?: Payload) => CellRow;

/** Makes a story's way to draw rows of its key. */
export function drawer(plan: SourcePlan, key: CellRow, stage: Stage, chance: Chance): Draw {
  const few = new Map(
    plan.columns.map((column): [string, readonly Cell[]] => {
      const { source } = column;
      if (source.kind === 'value') return [column.name, some(source.values, chance)];
      if (source.kind !== 'reference') return [column.name, []];
      const size = stage.sizeOf(source.domain);
      const things: Cell[] = Array.from({ length: 2 }, () => ({
        domain: source.domain,
        // Some point to nothing.
        number: chance.below(Math.max(1, Math.ceil(size * 1.05))),
      }));
      return [column.name, source.nulls === 'sometimes' && chance.happens(0.3) ? [...things, null] : things];
    }),
  );
  return (facts, payload = 'full') =>
    Object.fromEntries(
      plan.columns.map((column): [string, Cell] => {
        const { name, source } = column;
        if (Object.hasOwn(key, name)) return [name, key[name] ?? null];
        const ruled = ruling(column, plan, facts);
        if (ruled !== undefined) return [name, ruled];
        const value = chance.pick(few.get(name) ?? [null]);
        const mayBeNull =
          source.kind === 'value'
            ? source.values.includes(null)
            : source.kind === 'reference' && source.nulls === 'sometimes';
        const isUnsent = payload === 'empty' || (payload === 'sparse' && chance.happens(0.5));
        return [name, mayBeNull && isUnsent ? null : value];
      }),
    );
}

/** A few of a column's values, often such that somebody could take for the same: null is a value like any other. */
function some(values: readonly Value[], chance: Chance): readonly Value[] {
  if (values.length === 0) return [null];
  const mixed = chance.shuffled(values);
  const alike = [...groupBy(mixed, normal).values()].filter((group) => group.length > 1);
  if (alike.length > 0 && chance.happens(0.5))
    return [...chance.pick(alike).slice(0, 2), ...mixed.slice(0, chance.below(2))];
  const chosen = mixed.slice(0, 2 + chance.below(2));
  return values.includes(null) && chance.happens(0.4) ? [...chosen, null] : chosen;
}

/** What is left of a value for somebody who cares neither for case, blanks, leading zeros nor the form of an accent. */
function normal(value: Value): string {
  return (value ?? '').normalize('NFC').toLowerCase().trim().replace(/^0+/, '');
}

/** What a column that says how to read a row has to say; undefined for any other. */
export function ruling(column: ColumnPlan, plan: SourcePlan, facts: Facts): Value | undefined {
  const { source, type } = column;
  switch (source.kind) {
    case 'changed_at':
    case 'valid_from':
      return instantOf(facts.at, type);
    case 'valid_to':
      return facts.until === undefined || facts.until === null ? null : instantOf(facts.until, type);
    case 'loaded_at':
      return instantOf(facts.loadedAt, type);
    case 'sequence': {
      // Of several columns the first ones move slowly.
      const place = plan.table.sequence.length - 1 - plan.table.sequence.indexOf(column.name);
      return sequenceValue(type, place === 0 ? facts.sequence : Math.floor(facts.sequence / 3 ** place));
    }
    case 'operation':
      return facts.operation;
    case 'kept':
      return facts.kept;
    case 'constant':
      return source.value;
    default:
      return undefined;
  }
}

/** An instant as a column of its type holds it. */
export function instantOf(at: string, type: LogicalType): string {
  return type.kind === 'date' ? at.slice(0, 10) : at;
}

function sequenceValue(type: LogicalType, number: number): string {
  switch (type.kind) {
    case 'timestamp':
    case 'timestamp_tz':
      return instantText(Date.UTC(2024, 0, 1), number % 1000);
    case 'date':
      return daysAfter('2024-01-01', number).slice(0, 10);
    case 'decimal':
      return type.scale === 0 ? String(number) : `${number}.${'0'.repeat(type.scale)}`;
    case 'string':
    case 'text':
      return number.toString(36).padStart(type.kind === 'string' ? Math.min(type.length ?? 8, 8) : 8, '0');
    default:
      return String(number);
  }
}
