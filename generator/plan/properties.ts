import type { YamlValue } from './yaml-value.js';
import type { Column, Quality } from '../resolve/project.js';
import type { DataTest } from './data-tests.js';
import { testYaml } from './data-tests.js';
import { type PlanContext, typeSql } from './context.js';
import type { TableColumn } from './tables.js';

export interface ModelProperties {
  readonly name: string;
  readonly description: string;
  readonly quality?: Quality;
  /** What the model's `config.meta` holds beside its owner. */
  readonly meta?: Readonly<Record<string, YamlValue>>;
  readonly tests: readonly DataTest[];
  readonly columns: readonly ColumnProperties[];
}

export interface ColumnProperties {
  readonly column: Column & Pick<Partial<TableColumn>, 'unit' | 'added'>;
  readonly tests: readonly DataTest[];
  /** Enforced by the contract where the adapter can. */
  readonly notNull: 'constraint' | 'none';
}

/** One model's entry in its folder's properties file. */
export function modelYaml(model: ModelProperties, context: PlanContext): YamlValue {
  const contract = model.quality?.contract === 'enforced';
  return {
    name: model.name,
    description: model.description,
    config: modelConfigYaml(model),
    data_tests: model.tests.length === 0 ? undefined : model.tests.map(testYaml),
    columns:
      model.columns.length === 0
        ? undefined
        : model.columns.map((column) => columnYaml(column, contract, context)),
  };
}

function modelConfigYaml({ quality, meta = {} }: ModelProperties): YamlValue | undefined {
  const allMeta: Record<string, YamlValue | undefined> = {
    owner: quality?.owner,
    contract: quality?.contractMeta as YamlValue | undefined,
    ...meta,
  };
  const config: Record<string, YamlValue | undefined> = {
    access: quality?.access,
    group: quality?.group,
    contract: quality?.contract === 'enforced' ? { enforced: true } : undefined,
    meta: Object.values(allMeta).some((value) => value !== undefined) ? allMeta : undefined,
  };
  return Object.values(config).some((value) => value !== undefined) ? config : undefined;
}

function columnYaml(
  { column, tests, notNull }: ColumnProperties,
  contract: boolean,
  context: PlanContext,
): YamlValue {
  const constrained =
    contract && notNull === 'constraint' && context.dialect.contract.notNull === 'constraint';
  return {
    name: column.name,
    description: column.description,
    data_type: contract ? typeSql(column.type, context) : undefined,
    constraints: constrained ? [{ type: 'not_null' }] : undefined,
    config:
      column.pii === undefined && column.unit === undefined && column.added === undefined
        ? undefined
        : { meta: { pii: column.pii, unit: column.unit, added: column.added } },
    data_tests: tests.length === 0 ? undefined : tests.map(testYaml),
  };
}

/** True for roles whose value is never null, neither in a row nor in the mark of a removed one. */
export function isConstrained({ role, notNull }: TableColumn): boolean {
  return (
    notNull &&
    (role === 'surrogate_key' ||
      role === 'durable_key' ||
      role === 'current_profile' ||
      role === 'lookup' ||
      role === 'durable_lookup' ||
      role === 'valid_from' ||
      role === 'is_current' ||
      role === 'is_deleted' ||
      role === 'is_inferred')
  );
}
