export function miscounted(
  nodes: readonly { name: string; materialized: string; message: string | null }[],
  before: string,
  after: string,
): string[];
