import { VoxmetryError } from '../../recipe/errors.js';
import { fetchWhole, urlSource } from '../url_source.js';
import type { Folder } from './folder.js';

/**
 * The folder that a URL lies in, or is where it ends in '/'. What is there is not known but for the
 * `paths` that are said; a file can be asked for, and is undefined where the server says 404.
 */
export function urlFolder(
  url: URL,
  signal: AbortSignal | undefined,
  paths: readonly string[] = [],
): Folder {
  const at = (path: string): URL =>
    new URL(path.split('/').map(encodeURIComponent).join('/') + url.search, url);
  return {
    name: decodeURIComponent(url.pathname.split('/').findLast((part) => part !== '') ?? url.host),
    paths,
    open: (path) => urlSource(at(path), { signal }).catch(undefinedWhereAbsent),
    read: (path, how) => fetchWhole(at(path), how ?? signal).catch(undefinedWhereAbsent),
    close: () => undefined,
  };
}

function undefinedWhereAbsent(error: unknown): undefined {
  if (error instanceof VoxmetryError && error.details['status'] === 404) return undefined;
  throw error;
}

/** Whether a URL names a Zarr store; then, the folder that it is. */
export function zarrFolder(url: URL): URL | undefined {
  const path = url.pathname.replace(/\/(zarr\.json|\.zgroup|\.zattrs|\.zarray)$/, '/');
  if (path === url.pathname && !/\.zarr\/*$/.test(path)) return undefined;
  const folder = new URL(url);
  folder.pathname = path.endsWith('/') ? path : `${path}/`;
  return folder;
}
