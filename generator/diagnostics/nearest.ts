import { distance } from 'fastest-levenshtein';

/** Below this share of equal characters a suggestion would be a guess. */
const similarityFloor = 0.5;

/** The word that was most likely meant, if any is near enough. Ties go to the earlier word. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  // A very long word is never a typo, and its distance would be dear.
  if (lower.length === 0 || lower.length > 100) return undefined;
  let best: string | undefined;
  let bestSimilarity = similarityFloor;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    const longest = Math.max(lower.length, candidate.length);
    const similarity = 1 - difference(lower, candidate.toLowerCase()) / longest;
    if (similarity > bestSimilarity) {
      best = candidate;
      bestSimilarity = similarity;
    }
  }
  return best;
}

function difference(a: string, b: string): number {
  // Letters in the wrong order are one slip, where edits would count two.
  if (a !== b && a.length === b.length && sortedLetters(a) === sortedLetters(b)) return 1;
  return distance(a, b);
}

function sortedLetters(word: string): string {
  return word.split('').sort().join('');
}
