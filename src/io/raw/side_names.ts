/** Names of raw files beside which another may say what they hold. */
const RAW = /\.(raw|bin|dat|vol|img)$/i;
/** So many `.vgi` files of one folder are looked into at most. */
const MOST = 50;

/**
 * Of the files that were given, those that may describe the raw file at `path`: in its folder, of
 * its name with `.info`, `.xml` or `.dat`, and every `.vgi`, since these name their raw file.
 */
export function sideNames(path: string, paths: readonly string[]): string[] {
  if (!RAW.test(path)) return [];
  const folder = folderOf(path);
  const whole = path.toLowerCase();
  const stem = whole.replace(RAW, '');
  const near = paths.filter((other) => folderOf(other) === folder && other.toLowerCase() !== whole);
  const ofName = near.filter((other) => {
    const name = other.toLowerCase();
    const described = name.replace(/\.(info|xml|dat)$/, '');
    return described !== name && (described === whole || described === stem);
  });
  return [...ofName, ...near.filter((other) => /\.vgi$/i.test(other)).slice(0, MOST)];
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
