/** One CTE of a model. */
export interface Step {
  readonly name: string;
  /** For developers: a Jinja comment above it. */
  readonly comment: string | undefined;
  readonly body: string;
  /** True for a CTE that only incremental runs have. */
  readonly guard: boolean;
}

export function step(name: string, body: string, comment?: string): Step {
  return { name, body, comment, guard: false };
}

export function incrementalStep(name: string, body: string, comment?: string): Step {
  return { name, body, comment, guard: true };
}
