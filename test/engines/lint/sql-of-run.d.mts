import type { Sql } from './rules/index.mjs';

export function statementsOfDbtLog(text: string, file: string): Sql[];
