import type { Run } from '../gpu/index.js';
import { allocGrid, type GpuGrid } from '../implement/index.js';
import { cast, castFlat } from '../kernels/filters/index.js';
import { codeOf, lanesOf } from '../recipe/dtype.js';
import { volumeOf, type Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';

/** A region of a grid in the dtype of a volume's `meta`, saturating; one pass. */
export function converted(run: Run, source: GpuGrid, meta: GridMeta, region: Region): GpuGrid {
  const out = allocGrid(run, meta, region);
  const shared = {
    grids: { src: source, dst: out },
    constants: { SRC_DTYPE: codeOf(source.meta.storage), DST_DTYPE: codeOf(meta.storage) },
  };
  const flat = flatUnits(source, out);
  if (flat !== undefined)
    run.dispatch(castFlat, { ...shared, params: flat, size: { invocations: flat.units } });
  else
    run.dispatch(cast, {
      ...shared,
      size: { invocations: Math.ceil(region.size[0] / 4) * region.size[1] * region.size[2] },
    });
  return out;
}

/** How {@link castFlat} casts whole slices without pads; undefined where it cannot. */
function flatUnits(
  { layout, region: held, meta }: GpuGrid,
  { region, meta: { storage } }: GpuGrid,
): { readonly first: number; readonly units: number } | undefined {
  const lanes = [lanesOf(meta.storage), lanesOf(storage)];
  const widest = Math.max(...lanes);
  const [nx, ny] = region.size;
  const words = layout.sliceWords * (region.origin[2] - held.origin[2]);
  const voxels = volumeOf(region.size);
  const toBytes = lanes[0] === 32 && lanes[1] === 4;
  const units = voxels / (toBytes ? 32 : widest >= 4 ? 16 : 8);
  const whole = nx === held.size[0] && ny === held.size[1];
  // Units of dtypes are whole quads of words in both; of bits they are half a word.
  const inQuads = voxels % (4 * widest) === 0;
  const fits = inQuads && nx % widest === 0 && words % 4 === 0 && Number.isInteger(units);
  return whole && fits ? { first: words / 4, units } : undefined;
}
