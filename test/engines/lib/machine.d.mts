export function requireJava17(): void;
