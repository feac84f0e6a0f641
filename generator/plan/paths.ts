/** Where the generated repo keeps what. */

export const stagingPath = (source: string, model: string) => `models/staging/${source}/${model}.sql`;
export const intermediatePath = (model: string) => `models/intermediate/${model}.sql`;
export const martPath = (model: string) => `models/marts/${model}.sql`;
export const macroPath = (macro: string) => `macros/${macro}.sql`;
export const genericTestPath = (test: string) => `tests/generic/${test}.sql`;
