import { catalogue, codes, isCode } from './catalogue.js';
import type { Entry } from './catalogue/entry.js';
import { nearest } from './nearest.js';

const width = 88;

export type Explanation =
  | { readonly kind: 'found'; readonly text: string }
  | { readonly kind: 'unknown'; readonly suggestion: string | undefined };

/** What `dbtgen explain` tells about a code; the code's case does not matter. */
export function explain(code: string): Explanation {
  const wanted = code.trim().toUpperCase();
  if (!isCode(wanted)) return { kind: 'unknown', suggestion: nearest(wanted, codes) };
  const entry: Omit<Entry<never>, 'message'> = catalogue[wanted];
  const parts = [
    `${wanted} ${entry.title} (${entry.severity})`,
    wrap(entry.meaning),
    ...(entry.wrong === undefined ? [] : [`Wrong:\n\n${indent(entry.wrong)}`]),
    ...(entry.right === undefined ? [] : [`Right:\n\n${indent(entry.right)}`]),
    wrap(`To fix it: ${entry.fix}`),
  ];
  return { kind: 'found', text: `${parts.join('\n\n')}\n` };
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}

function wrap(text: string): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
