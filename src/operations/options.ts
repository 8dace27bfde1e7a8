import { FACES, type Face } from '../segmentation/choose_labels.js';
import { connectivityParam } from '../segmentation/components.js';
import { optionalHandle } from '../recipe/operation.js';
import type { Vec3 } from '../recipe/geometry.js';
import type { Length } from '../recipe/length.js';
import {
  integer,
  length,
  nullable,
  number,
  oneOf,
  param,
  tripleSchema,
  type Param,
} from '../recipe/params.js';
import { distance } from '../segmentation/distance.js';
import { INSIDE } from '../stats/objects/objects_inside.js';

// Options that several operations share.

/** One of the three axes, with a default. */
export const axisOption = (doc: string) => oneOf(['x', 'y', 'z'], 'z', doc);

/** One of the three axes, which must be named. */
export const requiredAxis = (doc: string) => oneOf(['x', 'y', 'z'], undefined, doc);

/** One of the three axes, or none. */
export const optionalAxis = (doc: string) => nullable(requiredAxis(doc));

/**
 * Which voxels of a mask make one object: 6 (faces; default), 18 (and edges) or 26 (and corners).
 */
export const objectsOption = { connectivity: connectivityParam() };

/** Of these voxels alone. */
export const withinOption = {
  within: optionalHandle('Only voxels of this mask count; all if left out.', 'mask'),
};

/** Of objects in this region alone. */
export const objectsWithinOption = {
  within: optionalHandle('Only objects in this region count; all if left out.', 'mask'),
  inside: nullable(
    oneOf(
      INSIDE,
      undefined,
      "Objects in the region: by their centroid ('centre', the default), whole in it, touching it, or the 'part' in it.",
    ),
  ),
};

/** Faces of the volume, at least one. */
export function facesOption(doc: string): Param<readonly Face[], readonly Face[], false> {
  const isFace = (face: unknown): face is Face => (FACES as readonly unknown[]).includes(face);
  return param({
    type: 'texts',
    doc,
    default: undefined,
    allowed: `some of '${FACES.join("', '")}'`,
    schema: { type: 'array', items: { enum: [...FACES] }, minItems: 1 },
    accept: (given): readonly Face[] | undefined =>
      Array.isArray(given) && given.length > 0 && given.every(isFace) ? given : undefined,
  });
}

/** What is too small to stay: one of the two is given. */
export const smallOptions = {
  minVoxels: nullable(number({ min: 0, unit: 'voxels' }, 'Objects of fewer voxels go.')),
  minVolume: nullable(number({ min: 0, unit: 'length³' }, 'Objects of less volume go.')),
};

/** How many of the largest objects stay. */
export const countOption = {
  count: integer({ default: 1, min: 1 }, 'How many of the largest objects stay.'),
};

/** How distances are counted. */
export const distanceOptions = {
  border: distance.params.border,
  units: distance.params.units,
};

/** Three integers of voxels, x, y, z, of at least `min`. */
export function voxelTriple(min: number, doc: string): Param<Vec3, Vec3, false> {
  const good = (n: unknown): n is number =>
    typeof n === 'number' && Number.isInteger(n) && n >= min;
  return param<Vec3, Vec3, false>({
    type: 'triple',
    doc,
    unit: 'voxels',
    default: undefined,
    allowed: `three integers ≥ ${String(min)}, of x, y, z`,
    schema: tripleSchema({ type: 'integer', minimum: min }),
    accept: (given): Vec3 | undefined => {
      if (!Array.isArray(given) || given.length !== 3) return undefined;
      const [x, y, z] = given as readonly unknown[];
      return good(x) && good(y) && good(z) ? [x, y, z] : undefined;
    },
  });
}

/** A list of lengths. */
export function lengthsOption(doc: string): Param<readonly Length[], readonly Length[], false> {
  const one = length();
  return param({
    type: 'numbers',
    doc,
    unit: 'length',
    reach: 'length',
    default: undefined,
    allowed: 'a list of rising lengths > 0, or voxels(n)',
    schema: { type: 'array', items: one.schema, minItems: 1 },
    accept: (given): readonly Length[] | undefined => {
      if (!Array.isArray(given) || given.length === 0) return undefined;
      const lengths = given.map((each) => one.parse(each));
      return lengths.every((each) => each !== undefined) ? lengths : undefined;
    },
  });
}
