// Features of marked voxels: the table from which a forest is trained.
import { growRegion } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, valueInput } from '../recipe/op.js';
import { allChannels, checkChannels, channelInputs, ofChannels } from './channels.js';
import { checkFeatures, featuresParam, FEATURES_VERSION, reachOf } from './feature_specs.js';
import type { Strokes } from './strokes.js';

/** A table of features: a row for each marked voxel, in the order of its strokes. */
export interface FeatureRows {
  readonly values: Float32Array<ArrayBuffer>;
  /** Values of a row. */
  readonly features: number;
}

/**
 * The features of marked voxels, as {@link FeatureRows}. Derivatives and eigenvalues are those of
 * `gaussianDerivative`, `hessianEigenvalue` and `structureEigenvalue`, boxes those of `rank` and
 * `localContrast`; beyond the volume voxels are mirrored ('reflect'). A volume of one slice has the
 * features of an image: two eigenvalues, and no position along z.
 *
 * A feature that is not finite at a marked voxel is an `invalid-argument` error that says which and
 * where.
 *
 * Rows of the volume and features that were asked for last are kept (up to 2¹⁷ of them), so that
 * another stroke costs its own surroundings alone. Planes of features exist only for the boxes
 * about marked voxels: of eight slices at once what holds marks, 4 B/voxel for each plane, and 52
 * B/voxel at most for the passes behind them.
 */
export const featureRows = declareOp({
  name: 'featureRows',
  kind: 'reduce',
  inputs: { volume: input('volume'), ...channelInputs, strokes: valueInput<Strokes>() },
  params: { features: featuresParam },
  exactness: 'float-dependent',
  result: (inputs, { features }) => {
    checkChannels('train', features, allChannels(inputs).length);
    checkFeatures('train', features, inputs.volume);
    return yields.plain<FeatureRows>();
  },
  needs: (region, { volume }, { features }) =>
    ofChannels(growRegion(region, reachOf(features, volume), volume.size)),
  notes: () => ({ features: `version ${String(FEATURES_VERSION)}`, border: 'reflect' }),
});
