/** YAML built as data. `undefined` entries are left out; keys keep their order. */
export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue | undefined }
  | Verbatim;

/** A text that dbt shall render: Jinja of ours, or an `env_var` of the user's. */
export interface Verbatim {
  readonly verbatim: string;
}

export function verbatim(text: string): Verbatim {
  return { verbatim: text };
}
