/**
 * Random tests look somewhere new in each run, except in CI, which says the same of the same commit.
 * `FC_SEED=<number>` repeats one run.
 */
const seed = process.env['FC_SEED'] ?? (process.env['CI'] === undefined ? undefined : '1');

if (seed !== undefined) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ seed: Number(seed) });
}
