// Classification on the GPU: the feature planes of a brick, and one walk of the forest over them.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { addedBytes, allocGrid, bufferBytes, implement, wordsOf } from '../implement/index.js';
import type { BufferBytes, GpuGrid } from '../implement/index.js';
import { countNotFinite } from '../kernels/learn/index.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { allChannels, type Channels } from './channels.js';
import type { ClassifierFacts, ClassifierValue } from './classifier.js';
import { classifyVoxels, classProbability, classUncertainty } from './classify.js';
import { planeBytes } from './feature_bytes.gpu.js';
import { eachPlane } from './feature_planes.gpu.js';
import { planeCount } from './feature_specs.js';
import { checkRoom, type ForestRoom } from './forest_room.js';
import {
  ForestWalk,
  ranksOf,
  roomOf,
  type FeaturePlane,
  type ForestResult,
} from './forest/walk_forest.gpu.js';

/** Counts voxels whose value is not finite; of several planes a voxel may count again. */
function countOdd(run: Run, { buffer, layout, start = 0 }: FeaturePlane, found: PooledBuffer) {
  const count = wordsOf(layout);
  run.dispatch(countNotFinite, {
    grids: {},
    buffers: { values: buffer, found },
    params: { first: start, count },
    size: { invocations: count },
    traffic: { read: 4 * count, write: 4 },
  });
}

/** What is known of a classifier before it is there. */
interface Planned extends ForestRoom {
  readonly facts: ClassifierFacts;
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
    readonly params: Planned;
    readonly region: Region;
    readonly meta: GridMeta;
  },
  result: ForestResult,
): Promise<GpuGrid> {
  const { classifier } = inputs;
  const volumes = allChannels<GpuGrid>(inputs);
  checkRoom(op, roomOf(classifier.forest), params);
  // Integers make no feature that is not finite.
  const odd = volumes.some(({ meta: { storage } }) => storage === 'f32')
    ? run.alloc(4, 'not finite', { zero: true })
    : undefined;
  const walk = new ForestWalk(run, classifier.forest, region);
  await eachPlane(run, volumes, params.facts.features, region, (value, plane) => {
    if (odd !== undefined) countOdd(run, plane, odd);
    walk.rank(value, plane);
  });
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
    params: { facts, room, rankBytes },
    metas,
    binding,
  }: {
    readonly params: Planned;
    readonly metas: Channels<GridMeta>;
    readonly binding: number;
  },
): BufferBytes {
  return addedBytes(
    planeBytes(facts.features, region, allChannels<GridMeta>(metas), binding),
    ranksOf(planeCount(facts.features, metas.volume.size), region, rankBytes, binding),
    bufferBytes([room]),
  );
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
