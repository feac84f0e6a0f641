import { Document, isMap, isScalar, isSeq, visit, type Node } from 'yaml';
import { jinjaValue } from '../sql/jinja.js';

/** YAML built as data. `undefined` entries are left out; keys keep their order. */
export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue | undefined }
  | Verbatim;

/** A text that dbt shall render: Jinja of ours, or an `env_var` of the user's. */
export interface Verbatim {
  readonly verbatim: string;
}

export function verbatim(text: string): Verbatim {
  return { verbatim: text };
}

/** Lists whose items stand apart by a blank line. */
const spacedLists = new Set(['sources', 'tables', 'models', 'macros', 'columns']);

/**
 * The text of a YAML file in the house style: two spaces, lists indented, a blank line between things that have
 * a body. Printed for YAML 1.1, which is what dbt reads: text that 1.1 would take for something else is quoted.
 *
 * Texts are the user's: what Jinja would read in them is escaped, unless they are marked verbatim.
 */
export function renderYaml(value: YamlValue): string {
  const document = new Document(plain(value), { version: '1.1', aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, pair) {
      if (isScalar(pair.key) && spacedLists.has(String(pair.key.value)) && isSeq(pair.value)) space(pair.value.items as Node[]);
    },
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string') return;
      if (node.value.includes('\n') && !/[\t\r]/.test(node.value)) node.type = 'BLOCK_LITERAL';
      else if (node.value.startsWith('{{') || !isOrdinary(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  if (isMap(document.contents)) {
    document.contents.items.forEach((pair, index) => {
      if (index > 0 && (isSeq(pair.value) || isMap(pair.value)) && isScalar(pair.key)) pair.key.spaceBefore = true;
    });
  }
  return document.toString({ indentSeq: true, lineWidth: 100, minContentWidth: 40, flowCollectionPadding: false });
}

/** Characters that PyYAML refuses or reads differently outside double quotes. */
function isOrdinary(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]|[\ud800-\udfff]/.test(text) && text !== '=' && text !== '<<';
}

function space(items: readonly Node[]): void {
  const hasBodies = items.some((item) => isMap(item) && item.items.length > 1);
  if (!hasBodies) return;
  items.slice(1).forEach((item) => (item.spaceBefore = true));
}

function plain(value: YamlValue): unknown {
  if (typeof value === 'string') return jinjaValue(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => plain(item as YamlValue));
  if (isVerbatim(value)) return value.verbatim;
  const entries = Object.entries(value as Record<string, YamlValue | undefined>);
  return Object.fromEntries(entries.flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item)]])));
}

function isVerbatim(value: object): value is Verbatim {
  return typeof (value as Partial<Verbatim>).verbatim === 'string' && Object.keys(value).length === 1;
}
