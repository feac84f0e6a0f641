/** How a place of the language is called in a table for readers, and which places are one feature. */

const COLUMN =
  /^(source\.tables\.\*\.columns|intermediate\.columns|dimension\.attributes|fact\.measures|fact\.degenerate)\.\*\./;

/** Of the keys that all columns share, these mean something else in each list. */
const OWN = ['from', 'expression'];

/** Groups in the order of docs/language.md; the first whose pattern fits takes the place. */
const GROUPS = [
  ['Types', /^type\b/],
  ['Project and conventions', /^project\./],
  ['Sources and shapes', /^source\./],
  ['Columns', /^column\./],
  ['Expressions of a dialect', /^expression\./],
  ['Intermediates', /^intermediate\./],
  ['Dimensions and history', /^dimension\./],
  ['Calendars', /^calendar\./],
  ['Lookups', /^lookup\./],
  ['Storage', /^physical\./],
  ['Tests, contracts and owners', /^quality\./],
  ['Facts', /^fact\./],
];

/**
 * The feature that a place belongs to: what several kinds share is one.
 *
 * @param {string} place as of walk-schema.mjs
 * @returns {{ group: string, feature: string }}
 */
export function featureOf(place) {
  const shared = sharedPlace(place);
  const group = GROUPS.find(([, pattern]) => pattern.test(shared))?.[0];
  if (group === undefined) throw new Error(`no group for ${place}`);
  const words = shared
    .replace(/^(project|column|expression|lookup|physical|quality|type)\.?/, '')
    .replaceAll('.*', '')
    .replaceAll('.', ' ')
    .replace('=', ': ');
  return { group, feature: words };
}

function sharedPlace(place) {
  const native = /\.expression\.(\w+)$|\.filter\.(\w+)$/.exec(place);
  if (native) return `expression.${native[1] ?? native[2]}`;
  const column = COLUMN.exec(place);
  const key = column && place.slice(column[0].length);
  if (column && /^(name|type|description|accepted|not_null|pii|protect)\b/.test(key)) return `column.${key}`;
  if (column && OWN.includes(key))
    return `column.${key} in ${column[1].replace('.tables.*.columns', ' table').replace('.', ' ')}`;
  return place
    .replace(/^(fact\.dimensions|dimension\.references)\.\*\./, 'lookup.')
    .replace(/^(dimension|fact)\.physical\./, 'physical.')
    .replace(/^(dimension|calendar|fact)\.(owner|contract|access|group|tests)\b/, 'quality.$2');
}
