// Classification on the GPU: the feature planes of a brick, and one walk of the forest over them.
import type { Run } from '../gpu/index.js';
import { allocGrid, bufferBytes, implement, type BufferBytes, type GpuGrid } from '../implement/index.js';
import { countNotFinite } from '../kernels/learn/index.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { ClassifierFacts, ClassifierValue } from './classifier.js';
import { classifyVoxels, classProbability, classUncertainty } from './classify.js';
import { featureBytes } from './feature_bytes.gpu.js';
import { featurePlanes, type FeaturePlanes } from './feature_planes.gpu.js';
import { walkForest, type ForestResult } from './forest/walk_forest.gpu.js';

/** Room for the forest: of 100 trees of 10 levels it takes 1.6 MB at most. */
const FOREST_BYTES = 2 ** 23;

/** Throws where a voxel has a feature that is not finite, which integers cannot make. */
async function checkFinite(run: Run, op: string, planes: FeaturePlanes): Promise<void> {
  const found = run.alloc(4, 'voxels that are not finite', { zero: true });
  run.dispatch(countNotFinite, {
    grids: {},
    buffers: { planes: planes.buffer, found },
    params: { grid: planes.layout, features: planes.count },
    size: { invocations: planes.words },
    traffic: { read: 4 * planes.words * planes.count, write: 4 },
  });
  const [count] = new Uint32Array(await run.read(found, 0, 4));
  run.free(found);
  if (count! > 0)
    throw invalidArgument(
      op,
      'volume',
      `${String(count)} voxels with features that are not finite`,
      'a volume that is finite there; crop what is NaN or infinite away, or clip it',
    );
}

/** What a classifier says of the voxels of a region. */
async function classified(
  op: string,
  { run, inputs, params, region, meta }: {
    readonly run: Run;
    readonly inputs: { readonly volume: GpuGrid; readonly classifier: ClassifierValue };
    readonly params: { readonly facts: ClassifierFacts };
    readonly region: Region;
    readonly meta: GridMeta;
  },
  result: ForestResult,
): Promise<GpuGrid> {
  const { volume, classifier } = inputs;
  const planes = await featurePlanes(run, volume, params.facts.features, region);
  if (volume.meta.storage === 'f32') await checkFinite(run, op, planes);
  const dst = allocGrid(run, meta, region);
  walkForest(run, { forest: classifier.forest, planes: planes.buffer, result, dst });
  run.free(planes.buffer);
  return dst;
}

/** What a classifier takes beside the result. */
function temporaries(
  region: Region,
  {
    params: { facts },
    metas: { volume },
    binding,
  }: {
    readonly params: { readonly facts: ClassifierFacts };
    readonly metas: { readonly volume: GridMeta };
    readonly binding: number;
  },
): BufferBytes {
  const planes = featureBytes(facts.features, region, volume, binding);
  return { ...planes, total: planes.total + bufferBytes([FOREST_BYTES]).total };
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
