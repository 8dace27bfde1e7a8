// Features of boxes, by the implementations of the filters that they are.
import { localContrast } from '../filters/local_contrast.js';
import { localContrastOnGpu } from '../filters/local_contrast.gpu.js';
import { rank } from '../filters/rank.js';
import { rankOnGpu } from '../filters/rank.gpu.js';
import type { Run } from '../gpu/index.js';
import { addedBytes, bufferBytes, bytesOf } from '../implement/index.js';
import type { BufferBytes, GpuGrid, Implementation } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { map3, type Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { parseParams } from '../recipe/options.js';
import { boxReach, type Feature } from './feature_specs.js';

const PERCENTILES = { median: 50, minimum: 0, maximum: 100 } as const;

/** A filter and its parameters for a feature of a box. */
function filterOf({ name, reach = 0 }: Feature, meta: GridMeta) {
  const reaches = boxReach(reach, meta);
  const size = map3((i) => 2 * reaches[i] + 1);
  return name === 'localContrast'
    ? {
        how: localContrastOnGpu,
        params: parseParams('localContrast', localContrast.params, { size }),
        meta: { ...meta, storage: 'f32' as const },
      }
    : {
        how: rankOnGpu,
        params: parseParams('rank', rank.params, {
          size,
          percentile: PERCENTILES[name as keyof typeof PERCENTILES],
        }),
        meta,
      };
}

/** An implementation, as one that gives a grid. */
function asGrid(how: Implementation): Extract<Implementation, { kind: 'map' | 'global' }> {
  if (how.kind === 'map' || how.kind === 'global') return how;
  throw new VoxmetryError('internal', `${how.op.name} yields no grid. Please report it.`);
}

/** A feature of boxes for a region; free it. */
export async function boxFeature(
  run: Run,
  volume: GpuGrid,
  feature: Feature,
  region: Region,
): Promise<GpuGrid> {
  const { how, params, meta } = filterOf(feature, volume.meta);
  return asGrid(how).compute({ run, inputs: { volume }, params, region, meta });
}

/** What a feature of boxes takes. */
export function boxFeatureBytes(
  region: Region,
  feature: Feature,
  volume: GridMeta,
  binding: number,
): BufferBytes {
  const { how, params, meta } = filterOf(feature, volume);
  const metas = { volume } as never;
  const grid = bufferBytes([bytesOf(meta.storage, region)]);
  return addedBytes(grid, asGrid(how).temporaries?.(region, { params, metas, binding }));
}
