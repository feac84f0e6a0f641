import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** The folder that the parts lead to, made where it is missing. */
export function folderBelow(...parts) {
  const folder = path.join(...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}
