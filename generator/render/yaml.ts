import { Document, isSeq, Pair, Scalar, YAMLMap, YAMLSeq, type Node, type Tags } from 'yaml';
import type { Verbatim, YamlValue } from '../plan/yaml-value.js';
import { jinjaValue } from '../sql/jinja.js';

type YamlMapping = Readonly<Record<string, YamlValue | undefined>>;

/** Lists whose items stand apart by a blank line. */
const spacedLists = new Set(['sources', 'tables', 'models', 'macros', 'columns']);

/**
 * The text of a YAML file in the house style: two spaces, lists indented, a blank line between things that have
 * a body. Printed for YAML 1.1, which is what dbt reads: text that 1.1 would take for something else is quoted.
 *
 * Texts are the user's: what Jinja would read in them is escaped, unless they are marked verbatim.
 */
export function renderYaml(value: YamlValue): string {
  if (!isMapping(value)) return print(value);
  const texts: string[] = [];
  for (const [key, body] of Object.entries(value)) {
    if (body === undefined) continue;
    const gap = texts.length > 0 && (isList(body) || isMapping(body)) ? '\n' : '';
    texts.push(gap + sectionText(key, body));
  }
  return texts.join('');
}

/**
 * A key of the outermost mapping and what it holds. Long lists are printed item by item: as one document, the
 * nodes of all models of a large project would be in memory at once.
 */
function sectionText(key: string, body: YamlValue): string {
  if (!spacedLists.has(key) || !isList(body) || !body.some(hasBody)) return print({ [key]: body });
  const head = `${key}:\n`;
  return head + body.map((item) => print({ [key]: [item] }).slice(head.length)).join('\n');
}

function print(value: YamlValue): string {
  return new Document(node(value), { version: '1.1', customTags: withoutMerge }).toString({
    directives: false,
    indentSeq: true,
    lineWidth: 100,
    minContentWidth: 40,
    flowCollectionPadding: false,
  });
}

/** A user's `<<` is a text; the merge key of YAML 1.1 would be printed without quotes. */
function withoutMerge(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge');
}

/** The nodes with their styles. The library would make them of plain data, but to style those means to walk them again. */
function node(value: YamlValue): Node {
  if (typeof value === 'string') return textNode(jinjaValue(value));
  if (value === null || typeof value !== 'object') return new Scalar(value);
  if (isVerbatim(value)) return textNode(value.verbatim);
  if (isList(value)) {
    const sequence = new YAMLSeq<Node>();
    sequence.items = value.map(node);
    return sequence;
  }
  const map = new YAMLMap<Scalar, Node>();
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const child = node(item);
    if (spacedLists.has(key) && isList(item) && item.some(hasBody) && isSeq<Node>(child)) {
      for (const later of child.items.slice(1)) later.spaceBefore = true;
    }
    map.items.push(new Pair(textNode(key), child));
  }
  return map;
}

function textNode(text: string): Scalar {
  const scalar = new Scalar(text);
  if (!isOrdinary(text)) scalar.type = 'QUOTE_DOUBLE';
  // Blanks at the end of a line are part of the text: quotes show them, and no editor takes them away.
  else if (text.includes('\n')) scalar.type = / \n| $/.test(text) ? 'QUOTE_DOUBLE' : 'BLOCK_LITERAL';
  else if (text.startsWith('{{')) scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

// eslint-disable-next-line no-control-regex
const hazardous = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]|[\ud800-\udfff]/;

/** Without what PyYAML refuses or reads differently outside double quotes, tabs among it. */
function isOrdinary(text: string): boolean {
  return !hazardous.test(text) && text !== '=' && text !== '<<';
}

/** Whether an item of a list is more than a name. */
function hasBody(item: YamlValue): boolean {
  return isMapping(item) && Object.values(item).filter((value) => value !== undefined).length > 1;
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isMapping(value: YamlValue): value is YamlMapping {
  return typeof value === 'object' && value !== null && !isList(value) && !isVerbatim(value);
}

function isVerbatim(value: object): value is Verbatim {
  return typeof (value as Partial<Verbatim>).verbatim === 'string' && Object.keys(value).length === 1;
}
