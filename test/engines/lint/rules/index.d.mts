/** What the tests, which are TypeScript, see of the rules. */
export interface Model {
  readonly name: string;
  readonly path: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly columns: readonly { readonly name: string; readonly type?: string }[];
}
export interface Sql {
  readonly state: 'emitted' | 'compiled' | 'sent';
  readonly path: string;
  readonly line: number;
  readonly text: string;
}
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly what: string;
}
export type Rule = (result: { readonly sql: readonly Sql[]; readonly models: readonly Model[] }) => Finding[];
export function rulesFor(folder: string): Promise<Readonly<Record<string, Rule>>>;
