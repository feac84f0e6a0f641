import { parseDuration } from '../duration.js';
import { parsedText, problem } from './problem.js';

const expected = 'a span such as 12 hours, 1 day or 30 minutes';

/** `12 hours`, read into count and period. */
export const duration = parsedText(expected, (text) => {
  const value = parseDuration(text);
  return value ? { value } : problem('DG208', { text }, { expected });
});
