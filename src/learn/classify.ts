// Classification of voxels by a classifier: classes, probabilities, uncertainties.
import { invalidArgument } from '../recipe/errors.js';
import { growRegion, type Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, valueInput } from '../recipe/op.js';
import { oneOf, text } from '../recipe/params.js';
import { allChannels, channelCount, channelInputs, ofChannels, type Channels } from './channels.js';
import { checkFits, factsParam, type ClassifierFacts, type ClassifierValue } from './classifier.js';
import { reachOf } from './feature_specs.js';
import { forestRoomParams } from './forest_room.js';

const inputs = {
  volume: input('volume'),
  ...channelInputs,
  classifier: valueInput<ClassifierValue>(),
};

function needs(
  region: Region,
  { volume }: Channels<GridMeta>,
  { facts }: { readonly facts: ClassifierFacts },
) {
  return ofChannels(growRegion(region, reachOf(facts.features, volume), volume.size));
}

const notes = ({ facts }: { readonly facts: ClassifierFacts }) => ({
  ...(channelCount(facts.features) > 1 ? { channels: String(channelCount(facts.features)) } : {}),
  features: `version ${String(facts.featuresVersion)}, border reflect`,
  votes: 'of all trees, 255 each, in whole numbers',
});

/**
 * The class of every voxel by a classifier, as phases with the codes 0, 1, … in the order of its
 * classes: that of most votes of the trees, the first of equal ones. Votes are whole numbers, so
 * the result depends on neither bricks nor slices; it does on the rounding of features.
 *
 * Lengths of features are in the unit of the volume, so they are as many voxels as its spacing
 * makes them. A classifier that was trained in another unit, on another number of dimensions or on
 * voxels more than twice as fine or as coarse is refused, as is a voxel of an f32 volume that has a
 * feature that is not finite (`invalid-argument`; of a region, only its own voxels are looked at).
 * `room` and `rankBytes` say how much the forest takes at most; one of more is refused (`limit`).
 *
 * Costs the passes behind the features: for each σ up to 19 of 8 B/voxel, and 26 for its structure
 * tensor, plus halos of 4 σ; 4 B/voxel for each plane of features to write and to read; 1 B/voxel
 * out. Planes exist one at a time, of a brick; of each only a rank is kept, 1 B/voxel. Beside these
 * there are up to 12 fields of 4 B/voxel.
 */
export const classifyVoxels = declareOp({
  name: 'classifyVoxels',
  kind: 'map',
  inputs,
  params: { facts: factsParam, ...forestRoomParams },
  exactness: 'float-dependent',
  result: (metas, { facts }): GridMeta => {
    checkFits('classify', facts, allChannels(metas));
    const phases = Object.fromEntries(facts.classes.map((name, code) => [name, code]));
    return { ...metas.volume, kind: 'phases', storage: 'u8', phases };
  },
  needs,
  notes,
});

/**
 * The probability of a class at every voxel by a classifier, f32: its part of the votes of all
 * trees, 0 to 1. In all else as {@link classifyVoxels}; 4 B/voxel out.
 */
export const classProbability = declareOp({
  name: 'classProbability',
  kind: 'map',
  inputs,
  params: {
    facts: factsParam,
    ...forestRoomParams,
    name: text(undefined, 'The name of the class.'),
  },
  exactness: 'float-dependent',
  result: (metas, { facts, name }): GridMeta => {
    checkFits('probability', facts, allChannels(metas));
    if (!facts.classes.includes(name))
      throw invalidArgument('probability', 'name', name, facts.classes.join(', '));
    return { ...metas.volume, storage: 'f32' };
  },
  needs,
  notes,
});

/** How unsure a classifier is of a voxel. */
export const uncertaintyParam = oneOf(
  ['least', 'margin', 'entropy'],
  'least',
  'What is taken: 1 − the greatest probability, 1 − its distance to the second, or the entropy.',
);

/**
 * How unsure a classifier is at every voxel, f32: `least`, 1 − the greatest probability; `margin`,
 * 1 − the greatest probability + the second; `entropy`, −Σ p log p over the logarithm of the number
 * of classes. 0 where all trees agree. In all else as {@link classifyVoxels}; 4 B/voxel out.
 */
export const classUncertainty = declareOp({
  name: 'classUncertainty',
  kind: 'map',
  inputs,
  params: { facts: factsParam, ...forestRoomParams, measure: uncertaintyParam },
  exactness: 'float-dependent',
  result: (metas, { facts }): GridMeta => {
    checkFits('uncertainty', facts, allChannels(metas));
    return { ...metas.volume, storage: 'f32' };
  },
  needs,
  notes,
});
