import { noted, requested } from '../physical-notes.js';
import type { Physical, Storage } from '../storage.js';

/** A DuckDB file has no physical design: dbt-duckdb would ignore these keys with a warning. */
export function storage(physical: Physical): Storage {
  return {
    config: physical.raw as Storage['config'],
    notes: requested(physical).map((word) => noted(word, 'DuckDB', 'a table has no such layout there')),
  };
}
