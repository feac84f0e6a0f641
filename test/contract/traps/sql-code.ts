import { dialects, type DialectName } from '../../../dialects/index.js';
import type { GeneratedFile } from '../../../generator/pipeline.js';
import { quotedOrComment, withoutJinja } from '../../property/emitted.js';

/** One SQL file of a tree, ready for questions about its words. */
export interface SqlFile {
  readonly path: string;
  readonly text: string;
  /** The SQL alone: texts are `''`, quoted names `""`, Jinja expressions `x`; comments and Jinja statements are gone. */
  readonly code: string;
  /** The SQL that guards are handed in `config()`, in the same way. */
  readonly hooks: string;
  /** The Jinja: what stands in braces, without comments. */
  readonly jinja: string;
}

interface Tree {
  readonly dialect: string;
  readonly files: readonly Pick<GeneratedFile, 'path' | 'text'>[];
}

/** Each tree is asked many questions, and read once. */
const known = new WeakMap<Tree['files'], readonly SqlFile[]>();

/** The models, macros and generic tests of a tree. */
export function sqlFiles({ dialect, files }: Tree): readonly SqlFile[] {
  const read = known.get(files) ?? readSql({ dialect, files });
  known.set(files, read);
  return read;
}

function readSql({ dialect, files }: Tree): SqlFile[] {
  const hidden = quotedOrComment(dialects[dialect as DialectName]);
  return files
    .filter(({ path }) => path.endsWith('.sql'))
    .map(({ path, text }) => {
      const read = withoutJinja(text);
      if (read === undefined) throw new Error(`${path} has an open piece of Jinja`);
      return {
        path,
        text,
        code: read.plain.replaceAll(hidden, (match) =>
          match.startsWith('-') ? '' : match[0]! + match.at(-1)!,
        ),
        hooks: hooksOf(text),
        jinja: (text.replaceAll(/\{#[^]*?#\}/g, '').match(/\{[{%][^]*?[}%]\}/g) ?? []).join('\n'),
      };
    });
}

/** Guards get conditions and expressions as texts inside of texts: the outer marks go, the inner texts are `''`. */
function hooksOf(text: string): string {
  const [, list = ''] = /pre_hook=\[([^]*?)\n {4}\]/.exec(text) ?? [];
  return list.replaceAll('\\', '').replaceAll(/'[^'\n]*'/g, "''");
}
