/** The types of the blueprint language. A dialect spells each of them; nothing else reaches a generated file. */
export type LogicalType =
  | { readonly kind: 'string'; readonly length?: number }
  | { readonly kind: 'text' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'bigint' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'float' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'timestamp_tz' }
  | { readonly kind: 'time' }
  | { readonly kind: 'json' }
  | { readonly kind: 'binary' }
  | { readonly kind: 'uuid' };

export type LogicalTypeKind = LogicalType['kind'];
