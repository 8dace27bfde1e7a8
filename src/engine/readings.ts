import { mib } from '../recipe/mib.js';
import { VoxmetryError, invalidArgument } from '../recipe/errors.js';
import { DTYPES } from '../recipe/dtype.js';
import { containsRegion, volumeOf, wholeRegion, type Region } from '../recipe/geometry.js';
import type { RecipeJson } from '../recipe/json.js';
import { gridMeta, isGridMeta, type Node } from '../recipe/op.js';

/** The most bytes of one array that Chrome lets a worker hand over: 2 GiB less 2 MiB. */
export const MOST_HANDED_OVER = 2 ** 31 - 2 ** 21;

/** The box of a grid that a recipe wants of an output. */
export function readingOf(recipe: RecipeJson, name: string, node: Node): Region {
  const { size } = gridMeta(node);
  const region = recipe.readings?.[name]?.region ?? wholeRegion(size);
  if (!containsRegion(wholeRegion(size), region) || region.size.some((n) => n < 1))
    throw invalidArgument('read', 'region', region, `a box inside ${size.join('×')}`);
  return region;
}

/**
 * Throws, before anything is computed, where a box to read lies outside its grid or is more than
 * `most` bytes.
 */
export function checkReadings(
  recipe: RecipeJson,
  outputs: Readonly<Record<string, Node>>,
  most: number,
): void {
  for (const [name, node] of Object.entries(outputs)) {
    if (!isGridMeta(node.meta)) continue;
    const { size } = readingOf(recipe, name, node);
    const { storage } = node.meta;
    const bytes = (volumeOf(size) * (storage === 'bit' ? 8 : DTYPES[storage].bits)) / 8;
    if (bytes > most)
      throw new VoxmetryError(
        'limit',
        `read: ${size.join('×')} voxels take ${mib(bytes)}, and a worker hands over at most ${mib(most)} at once. Read parts with { region }, look at one slice(), or write the whole to a file with save().`,
        { op: 'read', details: { needed: bytes, available: most } },
      );
  }
}

/** Whether slices are all that is read, as for a picture. */
export function readsSlices(
  { readings = {} }: RecipeJson,
  outputs: Readonly<Record<string, Node>>,
): boolean {
  return Object.keys(outputs).every((name) => readings[name]?.across !== undefined);
}
