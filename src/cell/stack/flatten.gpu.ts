import { TAPS } from '../../filters/resample_taps.js';
import { bufferBytes, implement } from '../../implement/index.js';
import { flattenSheet } from '../../kernels/cell/index.js';
import { invalidArgument } from '../../recipe/errors.js';
import type { Region } from '../../recipe/geometry.js';
import type { GridMeta } from '../../recipe/meta.js';
import { raiseOf, sampledAlong, stretchedAlong } from '../along_sheet.gpu.js';
import { putUnits } from '../place_units.js';
import {
  checkSheet,
  flatPoint,
  flatSheet,
  normalOf,
  stretchAt,
  type FlatPoint,
} from './flat_sheet.js';
import { flatGrid, flatStretch, reachedRegion, type Flattened } from './flatten.js';
import { AXES } from './mask_columns.js';
import type { SheetsData } from './sheets_data.js';

/** Words of a place and a step. */
const WORDS = 12;

/** Refuses a grid in which the sheets were not found. */
function checkGrid(op: string, grid: GridMeta, data: SheetsData, { axis, sheet }: Flattened): void {
  checkSheet(op, data, sheet);
  if (data.unit !== grid.unit)
    throw invalidArgument(op, 'grid', `in ${grid.unit}`, `the unit of the sheets, ${data.unit}`);
  if (data.axis !== axis)
    throw invalidArgument(op, 'axis', axis, `the axis of the sheets, ${data.axis}`);
}

/** Calls back for every place across the stack of a region, x fastest. */
function forEachPoint(
  data: SheetsData,
  { sheet, smooth, axis }: Flattened,
  { grid, region }: { readonly grid: GridMeta; readonly region: Region },
  visit: (index: number, point: FlatPoint, u: number, v: number) => void,
): void {
  const [iu, iv] = AXES[axis];
  const surface = flatSheet(data, sheet, smooth);
  const [nx, , nz] = region.size;
  for (let k = 0; k < nz; k += 1) {
    const v = grid.origin[iv]! + (region.origin[2] + k) * grid.spacing[iv]!;
    for (let i = 0; i < nx; i += 1) {
      const u = grid.origin[iu]! + (region.origin[0] + i) * grid.spacing[iu]!;
      visit(k * nx + i, flatPoint(surface, u, v), u, v);
    }
  }
}

/** {@link flatGrid} on the GPU: one pass, one invocation per word of the result. */
export const flatGridOnGpu = implement(
  flatGrid,
  ({ run, inputs: { grid, sheets }, params, region, meta }) => {
    const { method, from, step, axis } = params;
    const source = grid.meta;
    checkGrid('flatten', source, sheets, params);
    const raise = raiseOf(method);
    const words = new Uint32Array(WORDS * region.size[0] * region.size[2]);
    forEachPoint(sheets, params, { grid: source, region }, (index, point, u, v) => {
      const normal = normalOf(point);
      [u, v, point.height].forEach((place, k) => {
        const own = AXES[axis][k]!;
        const at = WORDS * index + own;
        const { [own]: spacing = 1 } = source.spacing;
        const start = place + from * normal[k]! - source.origin[own]!;
        putUnits(words, at, start / spacing + raise, 3);
        putUnits(words, at + 6, (step * normal[k]!) / spacing, 3);
      });
    });
    const reached = reachedRegion(source, region, params, TAPS[method]);
    return sampledAlong(run, flattenSheet, grid, params, { meta, region }, words, reached);
  },
  {
    temporaries: ({ size }) => bufferBytes([4 * WORDS * size[0] * size[2]]),
  },
);

/** {@link flatStretch} on the GPU: one pass, one invocation per voxel. */
export const flatStretchOnGpu = implement(
  flatStretch,
  ({ run, inputs: { grid, sheets }, params, region, meta }) => {
    checkGrid('flatStretch', grid.meta, sheets, params);
    const data = new Float32Array(2 * region.size[0] * region.size[2]);
    forEachPoint(sheets, params, { grid: grid.meta, region }, (index, point) => {
      const [stretch, curvature] = stretchAt(point);
      data[2 * index] = stretch * (1 + curvature * params.from);
      data[2 * index + 1] = stretch * curvature * params.step;
    });
    return stretchedAlong(run, { meta, region }, data);
  },
  {
    temporaries: ({ size }) => bufferBytes([8 * size[0] * size[2]]),
  },
);
