/**
 * Whether two values are the same: numbers are compared as numbers, floats up to their last digits, timestamps with or
 * without zeros at the end.
 */
export function isSameValue(expected, actual, { kind }) {
  if (expected === null || actual === null || actual === undefined) return expected === actual;
  switch (kind) {
    case 'float':
      return Math.abs(Number(expected) - Number(actual)) <= 4 * Number.EPSILON * Math.abs(Number(expected));
    case 'decimal':
    case 'integer':
    case 'bigint':
      return plain(expected) === plain(actual);
    case 'timestamp':
      return withMicroseconds(expected) === withMicroseconds(actual);
    default:
      return expected === actual;
  }
}

/** A decimal without zeros at its end. */
function plain(number) {
  const short = number.includes('.') ? number.replace(/0+$/, '').replace(/\.$/, '') : number;
  return short === '-0' ? '0' : short;
}

function withMicroseconds(timestamp) {
  return (timestamp.includes('.') ? timestamp : `${timestamp}.`).padEnd(26, '0');
}
