// Classification on the GPU: the feature planes of a brick, and one walk of the forest over them.
import type { PooledBuffer, Run } from '../gpu/index.js';

import {
  allocGrid,
  bufferBytes,
  bytesOf,
  implement,
  largerOf,
  type BufferBytes,
  type GpuGrid,
} from '../implement/index.js';
import { countNotFinite } from '../kernels/learn/index.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { allChannels, type Channels } from './channels.js';
import type { ClassifierFacts, ClassifierValue } from './classifier.js';
import { classifyVoxels, classProbability, classUncertainty } from './classify.js';
import { featureBytes } from './feature_bytes.gpu.js';
import { featureGroups } from './feature_memory.js';
import { featurePlanes, type FeaturePlanes } from './feature_planes.gpu.js';
import { planeCount } from './feature_specs.js';
import { checkRoom } from './forest_room.js';
import { forestBytes, ForestWalk, type ForestResult } from './forest/walk_forest.gpu.js';

/** Counts voxels with a feature that is not finite; of several groups a voxel may count twice. */
function countOdd(run: Run, planes: FeaturePlanes, found: PooledBuffer): void {
  run.dispatch(countNotFinite, {
    grids: {},
    buffers: { planes: planes.buffer, found },
    params: { grid: planes.layout, features: planes.count },
    size: { invocations: planes.words },
    traffic: { read: 4 * planes.words * planes.count, write: 4 },
  });
}

/** Throws where features were not finite. */
async function checkFinite(run: Run, op: string, found: PooledBuffer): Promise<void> {
  const [count] = new Uint32Array(await run.read(found, 0, 4));
  if (count! > 0)
    throw invalidArgument(
      op,
      'volume',
      'one with voxels whose features are not finite',
      'a volume that is finite there; crop what is NaN or infinite away, or clip it',
    );
}

/** What a classifier says of the voxels of a region. */
async function classified(
  op: string,
  {
    run,
    inputs,
    params,
    region,
    meta,
  }: {
    readonly run: Run;
    readonly inputs: Channels<GpuGrid> & { readonly classifier: ClassifierValue };
    readonly params: { readonly facts: ClassifierFacts; readonly room: number };
    readonly region: Region;
    readonly meta: GridMeta;
  },
  result: ForestResult,
): Promise<GpuGrid> {
  const { classifier } = inputs;
  const volumes = allChannels<GpuGrid>(inputs);
  checkRoom(op, forestBytes(classifier.forest), params.room);
  // Integers make no feature that is not finite.
  const odd = volumes.some(({ meta: { storage } }) => storage === 'f32')
    ? run.alloc(4, 'not finite', { zero: true })
    : undefined;
  const walk = new ForestWalk(run, classifier.forest, region);
  for (const { features, values } of featureGroups(params.facts.features, meta.size)) {
    const planes = await featurePlanes(run, volumes, features, region);
    if (odd !== undefined) countOdd(run, planes, odd);
    for (const [k, value] of values.entries())
      walk.rank(value, { ...planes, start: k * planes.words });
    run.free(planes.buffer);
    await run.pace();
  }
  if (odd !== undefined) await checkFinite(run, op, odd);
  run.free(odd);
  const dst = allocGrid(run, meta, region);
  walk.finish(result, dst);
  return dst;
}

/** What a classifier takes beside the result. */
function temporaries(
  region: Region,
  {
    params: { facts, room },
    metas,
    binding,
  }: {
    readonly params: { readonly facts: ClassifierFacts; readonly room: number };
    readonly metas: Channels<GridMeta>;
    readonly binding: number;
  },
): BufferBytes {
  const { size } = metas.volume;
  const groups = featureGroups(facts.features, size).map(({ features }) =>
    featureBytes(features, region, allChannels<GridMeta>(metas), binding),
  );
  const most = groups.reduce(largerOf, bufferBytes([]));
  // A byte for each value of a voxel; two of forests from elsewhere.
  const ranks = (planeCount(facts.features, size) * (bytesOf('f32', region) + 12)) / 2;
  const kept = bufferBytes([ranks, room]);
  return { total: most.total + kept.total, largest: Math.max(most.largest, kept.largest) };
}

/** {@link classifyVoxels} on the GPU. */
export const classifyVoxelsOnGpu = implement(
  classifyVoxels,
  (context) => classified('classify', context, { of: 'class' }),
  { temporaries },
);

/** {@link classProbability} on the GPU. */
export const classProbabilityOnGpu = implement(
  classProbability,
  (context) => {
    const { facts, name } = context.params;
    return classified('probability', context, {
      of: 'probability',
      class: facts.classes.indexOf(name),
    });
  },
  { temporaries },
);

/** {@link classUncertainty} on the GPU. */
export const classUncertaintyOnGpu = implement(
  classUncertainty,
  (context) => classified('uncertainty', context, { of: context.params.measure }),
  { temporaries },
);
