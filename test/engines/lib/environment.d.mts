export function python(name: 'spark'): Promise<string>;
export function jars(): Promise<string>;
