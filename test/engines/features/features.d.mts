/** What features.mjs answers, for the tests that are typed. */
export interface Feature {
  readonly feature: string;
  readonly group: string;
  readonly uses: readonly { readonly project: string; readonly model: string }[];
}

export function features(
  language: { readonly schemas: object; readonly unsupported: readonly object[] },
  projects: readonly { readonly name: string; readonly blueprints: string }[],
  formats?: readonly string[],
): readonly Feature[];
