const RESERVED = new Set(['.dbtgen.lock', '.dbtgen.tmp', '.git']);

/** Why a path must not be written in a tree, as the end of the sentence "The path … "; undefined where it may. */
export function whyUnsafe(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path.includes('\\') || path.includes('\0')) return 'holds a character that no path in a tree may hold';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute';
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return 'leaves the tree or is not in its simplest form';
  }
  if (RESERVED.has(folded(segments[0] ?? ''))) return 'is reserved';
  return undefined;
}

/** Two names with the same folded form are one file on the disks of macOS and Windows. */
export function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

export interface PathClash {
  readonly path: string;
  readonly other: string;
  readonly reason: 'same' | 'case' | 'folder';
}

/** Pairs of paths that can't stand in one tree: equal, equal but for case, or one a folder of the other. */
export function findClashes(paths: readonly string[]): PathClash[] {
  const files = new Map<string, string>();
  const clashes: PathClash[] = [];
  for (const path of paths) {
    const other = files.get(folded(path));
    if (other === undefined) files.set(folded(path), path);
    else clashes.push({ path, other, reason: path === other ? 'same' : 'case' });
  }
  const folders = new Map<string, string>();
  for (const path of paths) {
    for (const folder of foldersOf(path)) {
      const file = files.get(folded(folder));
      if (file !== undefined) clashes.push({ path, other: file, reason: 'folder' });
      const spelling = folders.get(folded(folder)) ?? folder;
      folders.set(folded(folder), spelling);
      if (spelling !== folder) clashes.push({ path: folder, other: spelling, reason: 'case' });
    }
  }
  return clashes;
}

/** The folders above a path inside its tree, outermost first: `a/b/c` → `a`, `a/b`. */
export function foldersOf(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}
