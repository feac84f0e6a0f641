/** Writes the plan of a project whose loads are folders of CSV files. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A load `loads/<n>/` holds a file for each raw table that it brings, `<schema>.<table>.csv`; a table without one is
 * left as it is.
 *
 * @param folder the project's folder, with `loads/` and, where rows are expected, `expected/<n>/<model>.csv`
 * @param tables `<schema>.<table>` -> {columns: {name: type}, mode}; see README.md for both
 * @param loads  the loads of the plan without their seeds; `from` names another folder of `loads/` than the number,
 *               null names none
 * @param rest   the other keys of the plan
 * @returns the path of the plan, in `scratch`
 */
export function writeFolderPlan(scratch, folder, { tables, loads, ...rest }) {
  const file = path.join(scratch, 'plan.json');
  const plan = {
    ...rest,
    ...(existsSync(path.join(folder, 'expected')) ? { expected: path.join(folder, 'expected') } : {}),
    loads: loads.map(({ from, ...load }, index) => ({
      ...load,
      seeds:
        from === null
          ? []
          : seeds(tables, path.join(folder, 'loads', String(from === undefined ? index + 1 : from))),
    })),
  };
  writeFileSync(file, `${JSON.stringify(plan, null, 2)}\n`);
  return file;
}

function seeds(tables, folder) {
  return Object.entries(tables).flatMap(([name, { columns, mode = 'replace' }]) => {
    const csv = path.join(folder, `${name}.csv`);
    if (!existsSync(csv)) return [];
    const [schema, table] = name.split('.');
    return [
      {
        schema,
        table,
        csv,
        mode,
        null: '\\N',
        columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
      },
    ];
  });
}
