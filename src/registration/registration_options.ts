// Options of a registration.
import { landmarks, type LandmarkPair } from '../recipe/landmarks.js';
import type { Vec3 } from '../recipe/geometry.js';
import { flag, integer, nullable, oneOf, param, type Param } from '../recipe/params.js';
import { MODELS } from './motion.js';
import { transformParam } from '../recipe/transform_param.js';
import { registerLevel } from './register_level.js';

/** A pair of landmarks as a parameter: a type, which counts as plain JSON. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface is no ParamJson
type PairJson = { readonly fixed: Vec3; readonly moving: Vec3 };

const pairsParam: Param<readonly PairJson[], readonly LandmarkPair[], false> = param({
  type: 'record',
  doc: 'Points that are seen in both: the search starts from the transform that fits them.',
  unit: 'length',
  default: undefined,
  allowed: 'three pairs or more { fixed: [x, y, z], moving: [x, y, z] }, not on one line',
  schema: { type: 'array', items: { type: 'object' }, minItems: 3 },
  accept: (given): readonly PairJson[] | undefined => {
    try {
      landmarks(given as readonly LandmarkPair[]);
      return given as readonly PairJson[];
    } catch {
      return undefined;
    }
  },
});

const { metric, samples, overlap, seed } = registerLevel.params;

/** What registrations of volumes and of slices have. */
export const registrationOptions = {
  model: oneOf(MODELS, 'rigid', 'What the transform may do: shift, turn, scale, shear.'),
  metric,
  landmarks: nullable(pairsParam),
  initial: nullable(
    transformParam('Where to start, fixed to moving; centres on each other if left out.'),
  ),
  search: flag(true, 'Whether shifts about the start are searched for the best ones.'),
  levels: nullable(
    integer(
      { min: 1, max: 8 },
      'Levels from coarse to fine; as many as bring the fixed volume to 32 voxels if left out.',
    ),
  ),
  samples,
  overlap,
  seed,
} as const;

/** The transform that a registration starts from: that which is given, or that of landmarks. */
export function initialOf(given: {
  readonly initial: readonly number[] | undefined;
  readonly landmarks: readonly PairJson[] | undefined;
  readonly model: (typeof MODELS)[number];
}): readonly number[] | undefined {
  const { initial, landmarks: pairs, model } = given;
  if (initial !== undefined || pairs === undefined) return initial;
  const scales = model === 'similarity' || model === 'affine';
  return landmarks(pairs, { model: scales ? 'similarity' : 'rigid' }).transform.matrix;
}
