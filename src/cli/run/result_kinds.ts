import type { ContactTable, GridData, Mesh, Network, Plane, Table } from '../../index.js';

/**
 * A result of a recipe, told by what it holds: the recipe came from a file, so that no type says
 * it.
 */
export type Result =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'contacts'; readonly table: ContactTable }
  | { readonly kind: 'network'; readonly network: Network }
  | { readonly kind: 'mesh'; readonly mesh: Mesh }
  | { readonly kind: 'grid'; readonly grid: GridData }
  | { readonly kind: 'plane'; readonly plane: Plane }
  | { readonly kind: 'value'; readonly value: unknown };

/** Tells what a result is. */
export function resultOf(given: unknown): Result {
  if (typeof given !== 'object' || given === null) return { kind: 'value', value: given };
  if ('csvParts' in given && 'toGraph' in given)
    return { kind: 'contacts', table: given as ContactTable };
  if ('csvParts' in given) return { kind: 'table', table: given as Table };
  if ('pores' in given && 'toGraphML' in given)
    return { kind: 'network', network: given as Network };
  if ('triangleCount' in given && 'toBytes' in given) return { kind: 'mesh', mesh: given as Mesh };
  if ('provenance' in given && 'data' in given && ArrayBuffer.isView(given.data)) {
    if ('start' in given) return { kind: 'grid', grid: given as GridData };
    if ('axes' in given) return { kind: 'plane', plane: given as Plane };
  }
  return { kind: 'value', value: given };
}

/** What a result says of how it was computed; undefined where it is a bare number or list. */
export function provenanceOf(given: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof given !== 'object' || given === null || !('provenance' in given)) return undefined;
  return given.provenance as Readonly<Record<string, unknown>>;
}
