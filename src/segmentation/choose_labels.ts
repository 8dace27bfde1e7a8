// Selection of objects by size, faces or contact (size opening, border clearing).
import type { Axis } from '../recipe/geometry.js';
import { invalidArgument } from '../recipe/errors.js';
import { yields } from '../recipe/meta.js';
import { declareOp, optionalValueInput } from '../recipe/op.js';
import { integer, nullable, number } from '../recipe/params.js';

/** A face of a volume: the lower (0) or upper (1) end of an axis. */
export type Face = `${Axis}${0 | 1}`;

/** Faces in the order of the bits of `labelFaces`. */
export const FACES: readonly Face[] = ['x0', 'x1', 'y0', 'y1', 'z0', 'z1'];

/** Checks a parameter that is a list of faces, of at least one. */
export function facesOf(op: string, parameter: string, given: unknown): readonly Face[] {
  const isFace = (face: unknown): boolean => (FACES as readonly unknown[]).includes(face);
  if (!Array.isArray(given) || given.length === 0 || !given.every(isFace))
    throw invalidArgument(op, parameter, given, `some of '${FACES.join("', '")}'`);
  return given as readonly Face[];
}

/**
 * What objects must touch, as bits of `labelFaces`: those of one face, of both ends of an axis, or
 * none of a set.
 */
export function faceBits(...faces: readonly Face[]): number {
  return faces.reduce((bits, face) => bits | (1 << FACES.indexOf(face)), 0);
}

/** Bits of both ends of an axis. */
export function endBits(axis: Axis): number {
  return faceBits(`${axis}0`, `${axis}1`);
}

/** A set of faces, a bit for each. */
const faceParam = (doc: string) => integer({ default: 0, min: 0, max: 63 }, doc);

/**
 * The ids of objects that meet every condition, as a bit per id (a Uint32Array; id i is bit i mod
 * 32 of word ⌊i / 32⌋): of `sizes` (labelSizes) at least `least` voxels, and among the `largest` n
 * (equal sizes: the lower id); of `faces` (labelFaces) all bits of `touching`, one or more of
 * `reaching` unless that is 0, none of `clear`; of `marked` (labelsIn) 1. The background is never
 * chosen. On the host, from tables.
 */
export const chooseLabels = declareOp({
  name: 'chooseLabels',
  kind: 'host',
  inputs: {
    sizes: optionalValueInput<Float64Array>(),
    faces: optionalValueInput<Uint8Array>(),
    marked: optionalValueInput<Uint8Array>(),
  },
  params: {
    least: number(
      { default: 0, min: 0, unit: 'voxels' },
      'Fewest voxels of an object that is kept.',
    ),
    largest: nullable(integer({ min: 1 }, 'How many of the largest objects are kept; null: all.')),
    touching: faceParam('Faces of the volume that an object must touch, all of them, as bits.'),
    reaching: faceParam('Faces of the volume of which an object must touch one or more, as bits.'),
    clear: faceParam('Faces of the volume that an object must not touch, as bits.'),
  },
  exactness: 'exact',
  result: () => yields.plain<Uint32Array>(),
});
