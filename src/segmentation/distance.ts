import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { flag, oneOf } from '../recipe/params.js';

/**
 * Exact Euclidean distance (f32) of every voxel's centre to the centre of the nearest background
 * voxel; 0 on background. Of labels and phases: to the nearest voxel of another value; 0 on label
 * 0, while every code of phases is an object.
 *
 * - `border`: 'open' (default), as SciPy's distance_transform_edt: what lies outside the volume
 *   does not count, and where nothing else is there the distance is Infinity. 'background': all
 *   outside is background, but along axes of one voxel: an image has no outside there.
 * - `units`: 'physical' (default) measures with the grid's spacing; 'index' in voxels, whatever the
 *   spacing.
 * - `squared`: the square instead; with units 'index' an exact integer up to 2^24.
 * - `to` 'faces', of labels and phases alone: the distance to the nearest point of a voxel of
 *   another value instead of to its centre: how large a ball about the voxel's centre its object
 *   holds, voxels taken as boxes.
 *
 * Where the spacings are small multiples of a common length, distances are compared as exact
 * integers and rounded once at the end; otherwise squares are f32, right to a few units in the last
 * place.
 *
 * Three separable passes (Saito and Toriwaki 1994): distances along rows, 32 of a mask word at a
 * time, then along y and z a search outwards that stops where farther rows cannot be nearer; each
 * invocation owns eight rows, so that a load serves eight voxels. Words between the passes are
 * narrow (u8, u16) and the transform is repeated with wide ones where a distance reaches 255
 * voxels: a mask moves 10.1 B/voxel (14.1 with general spacings; the repetition adds 16.1), labels
 * 28.3, phases 19.3.
 */
export const distance = declareOp({
  name: 'distance',
  kind: 'global',
  inputs: { objects: input('mask', 'labels', 'phases') },
  params: {
    border: oneOf(
      ['open', 'background'],
      'open',
      'What lies beyond the volume: nothing that counts, or background.',
    ),
    units: oneOf(
      ['physical', 'index'],
      'physical',
      "Whether distances are in the volume's unit of length or in voxels.",
    ),
    squared: flag(false, 'Whether squares of distances are given.'),
    to: oneOf(
      ['centres', 'faces'],
      'centres',
      'Of labels and phases: whether distances lead to the centres of other voxels, or to their faces.',
    ),
  },
  exactness: 'float-dependent',
  result: ({ objects }, { to }): GridMeta => {
    if (to === 'faces' && objects.kind === 'mask')
      throw invalidArgument('distance', 'to', to, "'centres', of a mask");
    const { size, spacing, unit, origin } = objects;
    return { kind: 'volume', storage: 'f32', size, spacing, unit, origin };
  },
  notes: ({ border, units, to }) => ({
    distance: `exact Euclidean, ${to === 'faces' ? 'from voxel centres to voxel faces' : 'between voxel centres'}, ${units === 'index' ? 'in voxels' : 'in physical units'}`,
    border:
      border === 'open'
        ? 'what lies outside the volume does not count'
        : 'all outside the volume is background',
  }),
});
