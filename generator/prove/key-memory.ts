/** What each key stood for in any earlier load, and the key that each thing had. */
export interface KeyMemory {
  readonly meanings: Map<string, string>;
  readonly keys: Map<string, string>;
}

export const noKeysRemembered = (): KeyMemory => ({ meanings: new Map(), keys: new Map() });

/** True where a key stands for one thing, and the thing has one key, from the first load to the last. */
export function isKeyOfItsOwn(key: string, meaning: string, { meanings, keys }: KeyMemory): boolean {
  const isSame = (meanings.get(key) ?? meaning) === meaning && (keys.get(meaning) ?? key) === key;
  meanings.set(key, meaning);
  keys.set(meaning, key);
  return isSame;
}
