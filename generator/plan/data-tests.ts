import type { YamlValue } from './yaml-value.js';

/** A dbt data test: dbt's own by name, or a generic test of the generated repo. */
export interface DataTest {
  readonly test: 'unique' | 'not_null' | 'accepted_values' | 'relationships' | OwnTest;
  readonly name?: string;
  readonly description?: string;
  readonly arguments?: Readonly<Record<string, YamlValue>>;
  readonly severity?: 'warn';
  readonly where?: string;
}

/** Generic tests that the generated repo carries where it uses them. */
export const ownTests = [
  'unique_together',
  'one_current_version',
  'versions_do_not_overlap',
  'periods_do_not_overlap',
  'expression_is_true',
  'row_count_between',
  'no_rows',
  'not_in_future',
  'one_state_per_instant',
  'not_before_first_version',
] as const;

export type OwnTest = (typeof ownTests)[number];

/** A data test as dbt's YAML wants it. */
export function testYaml({ test, name, description, arguments: args, severity, where }: DataTest): YamlValue {
  const config = severity === undefined && where === undefined ? undefined : { severity, where };
  if (name === undefined && description === undefined && args === undefined && config === undefined)
    return test;
  return { [test]: { name, description, arguments: args as YamlValue | undefined, config } };
}
