import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Diagnostic, Location, SourceText } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';
import type { Located, LocatedEntry } from './located.js';

/** More values than any document needs that copies by alias. */
const expansionLimit = 100_000;

const plainTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

/**
 * Turns a parsed document into plain values that know their places. Copies of an anchor are shared,
 * not made, so that a bomb of aliases costs nothing; what can't be a blueprint is reported.
 */
export function locateDocument(
  source: SourceText,
  document: Document.Parsed,
  depthLimit: number,
): { readonly root?: Located; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const anchors = new Map<string, Located | 'open'>();

  const convert = (node: Node): Located => {
    if (isAlias(node)) return convertAlias(node);
    const anchor = (node as Scalar).anchor;
    if (anchor !== undefined) anchors.set(anchor, 'open');
    if (node.tag !== undefined && !plainTags.has(node.tag)) {
      diagnostics.push(report('DG114', { tag: node.tag }, place(node)));
    }
    const located = isMap(node)
      ? convertMap(node)
      : isSeq(node)
        ? convertSequence(node)
        : convertScalar(node);
    if (anchor !== undefined) anchors.set(anchor, located);
    return located;
  };

  const convertAlias = (alias: Alias): Located => {
    const target = anchors.get(alias.source);
    if (target && target !== 'open') return target;
    const problem =
      target === 'open' ? 'stands inside its own anchor' : 'has no anchor before it in this document';
    diagnostics.push(report('DG113', { name: alias.source, problem }, place(alias)));
    return { value: null, ...range(alias), size: 1, height: 0 };
  };

  const convertScalar = (scalar: Scalar): Located => {
    const { value } = scalar;
    if (
      typeof value === 'number' &&
      (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    ) {
      diagnostics.push(report('DG119', { text: scalar.source ?? String(value) }, place(scalar)));
    }
    return { value, ...range(scalar), size: 1, height: 0 };
  };

  const convertSequence = (sequence: YAMLSeq): Located => {
    const items = (sequence.items as Node[]).map(convert);
    return { value: items.map((item) => item.value), ...range(sequence), ...measure(items), items };
  };

  const convertMap = (map: YAMLMap): Located => {
    const entries = new Map<string, LocatedEntry>();
    const value: Record<string, unknown> = {};
    for (const pair of map.items) {
      const key = pair.key as Node | null;
      const keyText = isScalar(key) && typeof key.value === 'string' ? key.value : undefined;
      const keyRange = key ? range(key) : range(map);
      const keyPlace: Location = { source, ...keyRange };
      const first = keyText === undefined ? undefined : entries.get(keyText);
      const located = pair.value
        ? convert(pair.value as Node)
        : { value: null, start: keyRange.end, end: keyRange.end, size: 1, height: 0 };
      if (keyText === undefined) diagnostics.push(report('DG117', { found: keyWords(key) }, keyPlace));
      else if (keyText === '<<') diagnostics.push(report('DG115', {}, keyPlace));
      // As a property it would change the object's prototype instead of being seen.
      else if (keyText === '__proto__')
        diagnostics.push(report('DG201', { key: keyText, where: 'a mapping' }, keyPlace));
      else if (first) {
        const related = [
          { message: 'first given here', location: { source, start: first.keyStart, end: first.keyEnd } },
        ];
        diagnostics.push(report('DG116', { key: keyText }, keyPlace, { related }));
      } else {
        entries.set(keyText, { keyStart: keyRange.start, keyEnd: keyRange.end, located });
        value[keyText] = located.value;
      }
    }
    const parts = [...entries.values()].map((entry) => entry.located);
    return { value, ...range(map), ...measure(parts), entries };
  };

  const place = (node: Node): Location => ({ source, ...range(node) });

  const range = (node: Node): { readonly start: number; readonly end: number } => {
    const [start, end] = node.range ?? [0, 0];
    // A block ends behind its last line break, which is not part of what a reader sees as the value.
    const text = source.text.slice(start, end);
    return { start, end: start + text.trimEnd().length };
  };

  const root = document.contents ? convert(document.contents) : undefined;
  if (!root || (root.value === null && root.start === root.end)) {
    // Behind the last character stands nothing that could be marked.
    const start = Math.min(document.range[0], source.text.length);
    return { diagnostics: [report('DG120', {}, { source, start, end: start })] };
  }
  const whole: Location = { source, start: root.start, end: root.end };
  if (root.height > depthLimit) diagnostics.push(report('DG111', { limit: depthLimit }, whole));
  else if (root.size > expansionLimit && anchors.size > 0)
    diagnostics.push(report('DG112', { limit: expansionLimit }, whole));
  return diagnostics.length > 0 ? { diagnostics } : { root, diagnostics };
}

function measure(parts: readonly Located[]): { readonly size: number; readonly height: number } {
  let size = 1;
  let height = 0;
  for (const part of parts) {
    size += part.size;
    height = Math.max(height, part.height);
  }
  return { size, height: height + 1 };
}

function keyWords(key: Node | null): string {
  if (isMap(key)) return 'a mapping';
  if (isSeq(key)) return 'a list';
  if (isAlias(key)) return 'an alias';
  if (!isScalar(key) || key.value === null) return 'empty';
  return typeof key.value === 'number' ? `the number ${key.value}` : `the value ${key.toString()}`;
}
