import { nearest } from '../../diagnostics/nearest.js';
import { parsedText, problem } from './problem.js';

const expected = 'a time zone such as Europe/Berlin';

/** A zone of the IANA database. */
export const timeZone = parsedText(expected, (text) => {
  if (isTimeZone(text)) return { value: text };
  const suggestion = nearest(text, Intl.supportedValuesOf('timeZone'));
  return problem('DG209', { text }, { expected, ...(suggestion === undefined ? {} : { suggestion }) });
});

function isTimeZone(text: string): boolean {
  // Offsets such as +02:00 are accepted by newer runtimes, but know no daylight saving.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
