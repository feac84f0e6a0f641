/** How many columns of a terminal a character takes: none for combining marks, two for wide scripts and emoji. */
export function displayWidth(character: string): 0 | 1 | 2 {
  if (/^(?:\p{Mn}|\p{Me}|\p{Cf})$/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** East Asian wide and fullwidth blocks, and emoji (Unicode 16, EastAsianWidth.txt, rounded to whole blocks). */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;
