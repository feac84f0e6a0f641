export type KeyValue = string | readonly [value: string, text: string];
export const keys: Readonly<Record<string, readonly KeyValue[]>>;
export const start: string;
export function durableKey(text: string): string;
export function versionKey(parts: readonly string[]): string;
