/** What was checked and how it came out, said as it happens. */

/** How many lines of a failure are shown. */
const shown = 60;

/**
 * @typedef {object} Report
 * @property {(line: string) => void} say tells what is going on
 * @property {(name: string, problems: readonly string[], outcome?: string) => void} check one check: no problem, passed
 * @property {() => { passed: number, failed: number }} counts
 */

/**
 * @param {(line: string) => void} print
 * @returns {Report}
 */
export function createReport(print = console.log) {
  const began = performance.now();
  let passed = 0;
  let failed = 0;
  const say = (line) => print(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${line}`);
  return {
    say,
    check(name, problems, outcome = 'ok') {
      if (problems.length) failed += 1;
      else passed += 1;
      say(problems.length ? `FAILED ${name}` : `${name}: ${outcome}`);
      const lines = problems.join('\n').split('\n');
      for (const line of lines.slice(0, problems.length ? shown : 0)) print(`         ${line}`);
      if (lines.length > shown) print(`         … ${lines.length - shown} more lines`);
    },
    counts: () => ({ passed, failed }),
  };
}
