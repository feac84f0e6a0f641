import Table from 'cli-table3';

/**
 * Prints rows as a table without colours: text to the left, numbers to the right, and all numbers of a
 * column with as many decimals as the most exact of them.
 *
 * @param {readonly string[]} columns
 * @param {readonly (readonly unknown[])[]} rows
 */
export function printTable(columns, rows) {
  const printers = columns.map((_, index) => columnPrinter(rows.map((row) => row[index])));
  const table = new Table({
    head: [...columns],
    colAligns: printers.map(({ align }) => align),
    style: { head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => printers.map(({ print }, index) => print(row[index]))));
  console.log(table.toString());
}

/**
 * @param {readonly unknown[]} values of one column
 * @returns {{ align: 'left' | 'right', print: (value: unknown) => string }}
 */
function columnPrinter(values) {
  const present = values.filter((value) => value !== null && value !== undefined);
  if (!present.every((value) => typeof value === 'number' || typeof value === 'bigint')) {
    return { align: 'left', print: (value) => String(value ?? '') };
  }
  const decimals = Math.max(0, ...present.map((value) => String(value).split('.')[1]?.length ?? 0));
  const numbers = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals });
  return {
    align: 'right',
    print: (value) => (typeof value === 'number' || typeof value === 'bigint' ? numbers.format(value) : ''),
  };
}
