/** A whole number with its thousands apart. @param {number} value */
export const count = (value) => new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 }).format(value);
