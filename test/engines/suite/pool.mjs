/**
 * Works through a list, so many at a time, in the list's order.
 *
 * @template T, R
 * @param {readonly T[]} items
 * @param {number} width how many run at once
 * @param {(item: T) => Promise<R>} work
 * @returns {Promise<R[]>} the results in the order of the items
 */
export async function inPool(items, width, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index]);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
