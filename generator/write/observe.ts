import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from './content-hash.js';
import { folded, foldersOf } from './tree-path.js';

/** What identifies the state of a file cheaply: it is compared again right before the file is replaced. */
export interface Stamp {
  readonly modified: number;
  readonly size: number;
  readonly inode: number;
  readonly mode: number;
}

/** What stands on the disk where a file is to go. */
export type Observed =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly hash: string; readonly stamp: Stamp }
  /** `holds`: the files and the empty folders (ending in `/`) below it. */
  | { readonly kind: 'folder'; readonly holds: readonly string[] }
  /** A file stands where one of the path's folders must be. */
  | { readonly kind: 'below-file'; readonly file: string }
  /** The path, or a folder on the way to it, is a symbolic link. */
  | { readonly kind: 'link'; readonly at: string }
  /** A socket, a device, a pipe. */
  | { readonly kind: 'special' }
  /** Absent, but a name on the way differs from one on the disk only in case. */
  | { readonly kind: 'case'; readonly other: string };

/** Returns a function that looks at paths of one tree; it remembers folders, so use it for one moment only. */
export function observer(root: string): (path: string) => Observed {
  const folderKinds = new Map<string, 'folder' | 'link' | 'absent' | 'other'>();
  const listings = new Map<string, ReadonlyMap<string, string>>();

  const folderKind = (folder: string): 'folder' | 'link' | 'absent' | 'other' => {
    const known = folderKinds.get(folder);
    if (known !== undefined) return known;
    const stats = lstatSync(join(root, folder), { throwIfNoEntry: false });
    const kind =
      stats === undefined
        ? 'absent'
        : stats.isSymbolicLink()
          ? 'link'
          : stats.isDirectory()
            ? 'folder'
            : 'other';
    folderKinds.set(folder, kind);
    return kind;
  };

  const namesIn = (folder: string): ReadonlyMap<string, string> => {
    const known = listings.get(folder);
    if (known !== undefined) return known;
    const names = new Map(readdirSync(join(root, folder)).map((name) => [folded(name), name]));
    listings.set(folder, names);
    return names;
  };

  const absent = (path: string): Observed => {
    if (lstatSync(root, { throwIfNoEntry: false }) === undefined) return { kind: 'absent' };
    let folder = '';
    for (const name of path.split('/')) {
      const onDisk = namesIn(folder).get(folded(name));
      if (onDisk === undefined) break;
      if (onDisk !== name) return { kind: 'case', other: folder === '' ? onDisk : `${folder}/${onDisk}` };
      folder = folder === '' ? name : `${folder}/${name}`;
    }
    return { kind: 'absent' };
  };

  return (path) => {
    for (const folder of foldersOf(path)) {
      const kind = folderKind(folder);
      if (kind === 'absent') return absent(path);
      if (kind === 'link') return { kind: 'link', at: folder };
      if (kind === 'other') return { kind: 'below-file', file: folder };
    }
    const full = join(root, path);
    const stats = lstatSync(full, { throwIfNoEntry: false });
    if (stats === undefined) return absent(path);
    if (stats.isSymbolicLink()) return { kind: 'link', at: path };
    if (stats.isDirectory()) return { kind: 'folder', holds: entriesBelow(root, path) };
    if (!stats.isFile()) return { kind: 'special' };
    return { kind: 'file', hash: contentHash(readFileSync(full)), stamp: stampOf(stats) };
  };
}

/** The stamp of the file at `full`; undefined where there is none. */
export function stampAt(full: string): Stamp | undefined {
  const stats = lstatSync(full, { throwIfNoEntry: false });
  return stats === undefined ? undefined : stampOf(stats);
}

export function sameStamp(a: Stamp | undefined, b: Stamp | undefined): boolean {
  return a?.modified === b?.modified && a?.size === b?.size && a?.inode === b?.inode;
}

function stampOf(stats: Stats): Stamp {
  return { modified: stats.mtimeMs, size: stats.size, inode: stats.ino, mode: stats.mode };
}

function entriesBelow(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  if (entries.length === 0) return [`${folder}/`];
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? entriesBelow(root, path) : [path];
  });
}
