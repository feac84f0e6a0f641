import { readdirSync, type Dirent } from 'node:fs';

/**
 * Returns a function that says whether a path of the tree is an ordinary file, with no link on the way to it.
 * It lists each folder once, which costs less than a look at every file; use it for one moment only.
 */
export function ordinaryFiles(root: string): (path: string) => boolean {
  const listings = new Map<string, ReadonlyMap<string, Dirent>>();

  const listingOf = (folder: string): ReadonlyMap<string, Dirent> => {
    const known = listings.get(folder);
    if (known !== undefined) return known;
    const isFolder = folder === '' || entryAt(folder)?.isDirectory() === true;
    const entries = isFolder ? readdirSync(`${root}/${folder}`, { withFileTypes: true }) : [];
    const listing = new Map(entries.map((entry) => [entry.name, entry]));
    listings.set(folder, listing);
    return listing;
  };

  const entryAt = (path: string): Dirent | undefined => {
    const cut = path.lastIndexOf('/');
    return listingOf(path.slice(0, Math.max(cut, 0))).get(path.slice(cut + 1));
  };

  return (path) => entryAt(path)?.isFile() === true;
}
