import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** @param {string} folder */
export async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** @param {readonly string[]} files */
export async function sizeOf(files) {
  let bytes = 0;
  for (const file of files) bytes += (await stat(file)).size;
  return bytes;
}
