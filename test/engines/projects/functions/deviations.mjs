/**
 * Where a stand-in is known to give another value than the language says and the real warehouse documents. Asserted
 * exactly: another value fails, and so does a deviation that is gone.
 *
 * `{target, case, gives, why}`; `case` as check.mjs names it.
 */
export const deviations = [];
