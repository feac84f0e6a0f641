import { type Delivery, valueOf } from './cell.js';
import type { ColumnClasses } from './column-classes.js';
import type { Finding } from './finding.js';
import type { SourcePlan } from './source-plan.js';
import type { Subjects } from './subjects.js';

/** The rows that a finding can be about: those of its key, and those that they are joined to or look up. */
export interface Related {
  readonly rows: readonly Delivery[];
  /** Truncates: rows of every key. */
  readonly shared: readonly Delivery[];
}

/** Finds the deliveries of a finding's key; none where the key is not one that the sources tell about. */
export function relatedRows(
  finding: Finding,
  deliveries: readonly Delivery[],
  plans: readonly SourcePlan[],
  subjects: Subjects,
  classes: ColumnClasses,
): Related {
  const from =
    finding.kind === 'dimension'
      ? subjects.dimensions.find(({ dimension }) => dimension.name === finding.name)?.dimension.from
      : subjects.facts.find(({ fact }) => fact.name === finding.name)?.fact.from;
  const shared = deliveries.filter(({ row }) => thingsOf(Object.values(row)).length === 0);
  if (from === undefined) return { rows: [], shared };
  const wanted = Object.entries(finding.key).flatMap(([column, value]) => {
    const domain = classes.domainOf(from.model, column);
    return domain === undefined ? [] : [{ domain: domain.id, value }];
  });
  if (wanted.length === 0) return { rows: [], shared };
  const isAbout = ({ row }: Delivery) =>
    wanted.every(({ domain, value }) =>
      Object.values(row).some(
        (cell) =>
          typeof cell === 'object' && cell !== null && cell.domain.id === domain && valueOf(cell) === value,
      ),
    );
  const rows = new Set(deliveries.filter(isAbout));
  const own = subjects.dimensions.find(
    (subject) => subject.kind === finding.kind && subject.dimension.name === finding.name,
  );
  // What facts bring into a dimension, and what it refers to, is in other tables.
  const isAlone = own?.inferring.length === 0 && own.dimension.references.length === 0;
  if (isAlone && own.origin.kind === 'source') {
    const { name } = own.origin.plan;
    return { rows: [...rows].filter(({ table }) => table === name), shared };
  }
  // What is looked up or joined may look up something in its turn.
  for (let depth = 0; depth < 2; depth += 1) {
    const things = new Set([...rows].flatMap(({ row }) => thingsOf(Object.values(row))));
    for (const delivery of deliveries) {
      const keys = plans
        .find(({ name }) => name === delivery.table)
        ?.table.key.flatMap((column) => thingsOf([delivery.row[column] ?? null]));
      if (keys !== undefined && keys.length > 0 && keys.every((key) => things.has(key))) rows.add(delivery);
    }
  }
  return { rows: [...rows], shared };
}

function thingsOf(cells: readonly unknown[]): string[] {
  return cells.flatMap((cell) =>
    typeof cell === 'object' && cell !== null && 'domain' in cell && 'number' in cell
      ? [`${(cell.domain as { id: string }).id} ${String(cell.number)}`]
      : [],
  );
}
