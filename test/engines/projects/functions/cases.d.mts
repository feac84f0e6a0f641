export type Case = readonly [expression: string, value: string | null];
export interface RawColumn {
  readonly type: string;
  readonly value: string | null;
}
export const columns: Readonly<Record<string, RawColumn>>;
export const scalars: Readonly<Record<string, readonly Case[]>>;
export const rows: readonly Readonly<Record<string, string | null>>[];
export const rowTypes: Readonly<Record<string, string>>;
export const windows: readonly (readonly [expression: string, values: readonly (string | null)[]])[];
export const groups: readonly (readonly [expression: string, x: string | null, y: string | null])[];
export const untyped: readonly (readonly [expression: string, value: string | null, type: string])[];
