export function isSameValue(
  expected: string | null,
  actual: string | null | undefined,
  type: { readonly kind: string },
): boolean;
