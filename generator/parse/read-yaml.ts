import {
  Composer,
  Lexer,
  Parser,
  visit,
  type CST,
  type Document,
  type ParsedNode,
  type YAMLError,
} from 'yaml';
import type { Diagnostic, SourceText } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';
import { locateDocument } from './locate-document.js';
import type { Located } from './located.js';

/** More levels than any blueprint needs; the parser itself would overflow the stack near 800. */
export const depthLimit = 64;

/** One broken place tends to make its neighbours look broken too. */
const errorsPerDocument = 3;

export interface YamlDocuments {
  readonly documents: readonly Located[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the YAML documents of a file. A document with a problem is reported and left out. */
export function readYaml(source: SourceText): YamlDocuments {
  const documents: Located[] = [];
  const diagnostics: Diagnostic[] = [];
  const { tokens, tooDeepAt } = tokenize(source.text);
  if (tooDeepAt !== undefined) {
    const location = { source, start: tooDeepAt, end: tooDeepAt + 1 };
    return { documents, diagnostics: [report('DG111', { limit: depthLimit }, location)] };
  }
  const composer = new Composer<ParsedNode>({
    version: '1.2',
    schema: 'core',
    merge: false,
    // Its check compares every pair of keys; ours points at both places.
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  for (const document of composer.compose(tokens, true, source.text.length)) {
    const declared = document.directives.yaml;
    if (document.errors.length > 0) diagnostics.push(...yamlErrors(source, document));
    else if (declared.explicit && declared.version !== '1.2') {
      const location = { source, ...directiveRange(source.text, document.range[0]) };
      diagnostics.push(report('DG118', { version: declared.version }, location));
    } else {
      const located = locateDocument(source, document, depthLimit);
      if (located.root) documents.push(located.root);
      diagnostics.push(...located.diagnostics);
    }
  }
  return { documents, diagnostics };
}

/** Lexes the text and builds tokens; stops before the levels get more than the recursive stages can take. */
function tokenize(text: string): { readonly tokens: readonly CST.Token[]; readonly tooDeepAt?: number } {
  const tokens: CST.Token[] = [];
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The stack holds one entry for the document, one for each open collection and one for the scalar.
    if (parser.stack.length > depthLimit + 2) return { tokens, tooDeepAt: Math.max(0, parser.offset - 1) };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

function yamlErrors(source: SourceText, document: Document.Parsed): Diagnostic[] {
  const errors: YAMLError[] = [...document.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  return errors.slice(0, errorsPerDocument).map((error) => {
    return report('DG110', { problem: words(error) }, { source, ...range(error, document, source.text) });
  });
}

function range(
  error: YAMLError,
  document: Document.Parsed,
  text: string,
): { readonly start: number; readonly end: number } {
  const [start, end] = error.pos;
  // An open quote is noticed at the end of the file; where it was opened is what helps.
  if (error.code === 'MISSING_CHAR' && error.message.includes('quote')) {
    let opened: number | undefined;
    visit(document, {
      Scalar: (_, scalar) => {
        const isQuoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE';
        if (isQuoted && scalar.range && scalar.range[0] < start && start <= scalar.range[2])
          opened = scalar.range[0];
      },
    });
    if (opened !== undefined) return { start: opened, end: opened + 1 };
  }
  const last = text.trimEnd().length;
  if (start >= last) return { start: Math.max(0, last - 1), end: last };
  return { start, end: Math.min(Math.max(end, start), text.length) };
}

/** The parser's message as the end of a sentence of ours; the frequent mistakes in words of ours. */
function words(error: YAMLError): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a tab is used as indentation; use blanks';
    case 'BAD_INDENT':
      return error.message.startsWith('Flow')
        ? 'a list or mapping in brackets is not indented far enough, or not closed'
        : 'this line is indented differently from its neighbours';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'a key may not span lines; a colon may be missing';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a second ": " in one line; a text that holds ": " needs quotes';
    case 'BAD_SCALAR_START':
      return 'a text that starts like this needs quotes';
    case 'BAD_DQ_ESCAPE':
      return 'a backslash in a double-quoted text starts an escape; use single quotes';
    case 'MISSING_CHAR':
      if (error.message.includes('quote')) return 'a quote is opened here and not closed';
      return plain(error.message);
    default:
      return plain(error.message);
  }
}

function plain(text: string): string {
  const message = text.replace(/\.$/, '').replace(/\s+/g, ' ');
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function directiveRange(text: string, before: number): { readonly start: number; readonly end: number } {
  const start = Math.max(0, text.lastIndexOf('%YAML', before));
  const end = text.slice(start).search(/\r?\n|$/);
  return { start, end: start + end };
}
