import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ordinaryFiles } from '../../generator/write/ordinary-files.js';
import { readBriefly } from '../../generator/write/read-briefly.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dbtgen-'));
  mkdirSync(join(root, 'a/b'), { recursive: true });
  writeFileSync(join(root, 'a/b/file'), 'text');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a file is ordinary where no link leads to it', () => {
  symlinkSync(join(root, 'a'), join(root, 'link'));
  symlinkSync(join(root, 'a/b/file'), join(root, 'a/linked'));
  const isOrdinary = ordinaryFiles(root);
  const paths = ['a/b/file', 'a/b', 'a/linked', 'link/b/file', 'a/B/file', 'none/x', 'a/b/file/x', 'x'];
  expect(paths.filter(isOrdinary)).toEqual(['a/b/file']);
});

test('files larger than the shared buffer are read whole', () => {
  const sizes = [0, 3, 1024 * 1024, 5 * 1024 * 1024 + 7, 3];
  for (const size of sizes) {
    const bytes = Buffer.alloc(size, `${size}|`);
    writeFileSync(join(root, 'file'), bytes);
    expect(readBriefly(join(root, 'file')).equals(bytes)).toBe(true);
  }
});
