import type { Folder } from '../folder/folder.js';

/** Files that make a folder a node of Zarr. */
const NODE = /(?:^|\/)(?:zarr\.json|\.zarray|\.zgroup)$/;

/** Where the Zarr stores of a folder lie: the outermost nodes, each empty or ending in '/'. */
export function zarrRoots({ paths }: Folder): string[] {
  const nodes = paths
    .filter((path) => NODE.test(path))
    .map((path) => path.slice(0, path.lastIndexOf('/') + 1));
  const shortest = [...new Set(nodes)].sort((a, b) => a.length - b.length);
  const roots: string[] = [];
  for (const node of shortest) if (!roots.some((root) => node.startsWith(root))) roots.push(node);
  return roots;
}
