import process from 'node:process';

/** How often a terminal's line is drawn again, and how often a log is told that a step still runs. */
const terminalInterval = 100;
const logInterval = 15_000;

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/**
 * @typedef {(progress: string) => void} Report tells how far a step is
 * @typedef {(report: Report) => Promise<string | undefined>} Work gives a word on its outcome, if there is one
 * @typedef {{ readonly title: string, readonly seconds: number }} StepTime
 */

/**
 * Runs the steps of a script one after the other, shows the one that runs and remembers how long each
 * took. A terminal has one moving line per step, a log plain lines.
 *
 * @param {NodeJS.WriteStream} [output]
 */
export function createSteps(output = process.stdout) {
  /** @type {StepTime[]} */
  const times = [];
  const show = output.isTTY ? showOnTerminal : showInLog;
  return {
    /** @returns {readonly StepTime[]} */
    times: () => times,
    /**
     * @param {string} title
     * @param {Work} work
     */
    async run(title, work) {
      const started = performance.now();
      const seconds = () => (performance.now() - started) / 1000;
      const display = show(output, title, seconds);
      try {
        display.done(await work(display.report));
      } catch (error) {
        display.failed();
        throw error;
      } finally {
        times.push({ title, seconds: seconds() });
      }
    },
  };
}

/** @typedef {ReturnType<typeof createSteps>} Steps */

/**
 * @param {NodeJS.WriteStream} output
 * @param {string} title
 * @param {() => number} seconds
 */
function showOnTerminal(output, title, seconds) {
  let progress = '';
  let frame = 0;
  const draw = (/** @type {string} */ mark, /** @type {string} */ text) => {
    const line = `${mark} ${title}${text === '' ? '' : `  ${text}`}  ${seconds().toFixed(1)} s`;
    output.write(`\r\u001b[2K${line.slice(0, (output.columns || 80) - 1)}`);
  };
  const timer = setInterval(() => {
    frame = (frame + 1) % spinner.length;
    draw(spinner[frame] ?? '', progress);
  }, terminalInterval);
  const end = (/** @type {string} */ mark, /** @type {string} */ text) => {
    clearInterval(timer);
    draw(mark, text);
    output.write('\n');
  };
  return {
    report: (/** @type {string} */ text) => void (progress = text),
    done: (/** @type {string | undefined} */ outcome) => end('✓', outcome ?? ''),
    failed: () => end('✗', progress),
  };
}

/**
 * @param {NodeJS.WriteStream} output
 * @param {string} title
 * @param {() => number} seconds
 */
function showInLog(output, title, seconds) {
  let progress = '';
  const print = (/** @type {string} */ text) =>
    output.write(`${title}: ${text === '' ? '' : `${text}, `}${seconds().toFixed(1)} s\n`);
  const timer = setInterval(() => print(progress === '' ? 'still running' : progress), logInterval);
  const end = (/** @type {string} */ text) => {
    clearInterval(timer);
    print(text);
  };
  return {
    report: (/** @type {string} */ text) => void (progress = text),
    done: (/** @type {string | undefined} */ outcome) => end(outcome ?? 'done'),
    failed: () => end('failed'),
  };
}
