/**
 * `>=1.11,<2.0` as the list of bounds that dbt_project.yml takes: dbt reads no comma and wants three numbers.
 */
export function parseVersionRange(range: string): string[] {
  return range.split(',').map((bound) => {
    const [, operator = '=', version = ''] = /^\s*(>=|<=|>|<|=)?\s*([\d.]+)\s*$/.exec(bound) ?? [];
    const numbers = version.split('.');
    return `${operator}${[...numbers, '0', '0'].slice(0, 3).join('.')}`;
  });
}
