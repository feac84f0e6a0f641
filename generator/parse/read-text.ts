import { readFileSync, statSync } from 'node:fs';
import type { Diagnostic, SourceText } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';
import { systemReason, type FoundFile } from './find-files.js';

const megabyte = 1_000_000;
const sizeLimit = 5;

/** Reads a file as UTF-8 text, without the mark that some editors put in front. */
export function readText(file: FoundFile): { readonly source: SourceText; readonly problem?: Diagnostic } {
  const unread: SourceText = { path: file.path, text: '' };
  const start = { source: unread, start: 0, end: 0 };
  let bytes: Uint8Array;
  try {
    const size = statSync(file.absolute).size;
    if (size > sizeLimit * megabyte) {
      const megabytes = (size / megabyte).toFixed(1);
      return { source: unread, problem: report('DG105', { megabytes, limit: sizeLimit }, start) };
    }
    bytes = readFileSync(file.absolute);
  } catch (error) {
    return { source: unread, problem: report('DG104', { reason: systemReason(error) }, start) };
  }
  const reason = encodingProblem(bytes);
  if (reason) return { source: unread, problem: report('DG106', { reason }, start) };
  const text = new TextDecoder().decode(bytes);
  return { source: { path: file.path, text } };
}

function encodingProblem(bytes: Uint8Array): string | undefined {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return 'it is UTF-16';
  const zero = bytes.indexOf(0);
  if (zero >= 0) return `byte ${zero + 1} is zero, as in binary files`;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    return 'it holds bytes that are no UTF-8';
  }
}
