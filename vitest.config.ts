import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const minute = 60_000;

/** What runs dbt most often. Begun last, one of these would end alone: by itself vitest begins with the longest texts. */
const longest = [
  'prove-features',
  'history',
  'prove-any-histories',
  'flights',
  'prove-mutants',
  'temporal-joins',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = longest.findIndex((name) => moduleId.endsWith(`/end-to-end/${name}.test.ts`));
      return found === -1 ? longest.length : found;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

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
          globalSetup: ['test/end-to-end/dbt-server.ts'],
          testTimeout: 20 * minute,
          hookTimeout: 20 * minute,
        },
      },
    ],
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
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
