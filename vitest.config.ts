import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const minute = 60_000;

/**
 * Two projects, so that what needs no Python can be run alone: `npx vitest --project generator`. The end-to-end
 * tests run real dbt on DuckDB and take minutes.
 */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'generator',
          include: ['test/**/*.test.ts'],
          exclude: ['test/end-to-end/**'],
          setupFiles: ['test/seed.ts'],
          // Against what hangs alone: a machine may have much else to do.
          testTimeout: 5 * minute,
        },
      },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          testTimeout: 20 * minute,
          hookTimeout: 20 * minute,
        },
      },
    ],
    pool: 'forks',
    // By itself vitest keeps one core free, which is half of a small machine; dbt waits more than it computes.
    maxWorkers: availableParallelism(),
    coverage: {
      provider: 'v8',
      include: ['generator/**/*.ts', 'dialects/**/*.ts'],
      // The details for a browser, the sum for the terminal: a table of a hundred files says nothing there.
      reporter: ['text-summary', 'html', 'json-summary'],
    },
  },
});
