// Grey-scale erosion and dilation on the GPU: running extrema (van Herk, Gil and Werman) for boxes,
// unions of rows for balls, small ones in registers.
import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  implement,
  type BufferBytes,
  type GpuGrid,
} from '../implement/index.js';
import {
  BALL_BLOCK,
  extremumAcross,
  extremumAcrossWide,
  extremumRows,
  extremumRowsWide,
  extremumX,
  extremumXWide,
} from '../kernels/filters/index.js';
import { extremumBall } from '../kernels/filters/extremum_ball.js';
import { codeOf, lanesOf, type Dtype } from '../recipe/dtype.js';
import { growRegion, map3, type Region, type Vec3 } from '../recipe/geometry.js';
import type { Length } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import { ballHalves, ballReach, ballRows } from './ball.js';
import type { Border } from './border.js';
import { greyDilate, greyErode, shapeReach } from './grey_morphology.js';
import { rawOf } from './raw_value.js';
import { windowRadius } from './window.js';

/** Which extremum is taken, and what lies outside the volume. */
export interface ExtremumRule {
  readonly least: boolean;
  readonly border: Border;
  readonly value: number;
}

function quadsOf(size: Vec3): number {
  return Math.ceil(size[0] / 4) * size[1] * size[2];
}

/** A rule as the kernels take it. */
function ruleParams({ least, value }: ExtremumRule, storage: Dtype) {
  return { border_raw: rawOf(value, storage), flip: least ? 0xffffffff : 0 };
}

function isConstant({ border }: ExtremumRule): 0 | 1 {
  return border === 'constant' ? 1 : 0;
}

/** Workgroups that cover a box; each is 64 voxels wide and some rows high. */
function workgroupsOf(size: Vec3, rows: number): { readonly workgroups: Vec3 } {
  return { workgroups: [Math.ceil(size[0] / 64), Math.ceil(size[1] / rows), size[2]] };
}

/** One pass along an axis over a region. */
function pass(
  run: Run,
  source: GpuGrid,
  region: Region,
  axis: 0 | 1 | 2,
  radius: number,
  rule: ExtremumRule,
): GpuGrid {
  const storage = source.meta.storage as Dtype;
  const to = allocGrid(run, source.meta, region, { label: `extrema along ${'xyz'.charAt(axis)}` });
  const reach = map3((i) => (i === axis ? radius : 0));
  const shared = {
    grids: { src: source, dst: to },
    params: { radius, ...ruleParams(rule, storage) },
    traffic: { read: bytesOf(storage, growRegion(region, reach, source.meta.size)) },
  };
  const constants = { DTYPE: codeOf(storage), CONSTANT: isConstant(rule) };
  // Rows of whole vectors of four words, without pads, which would count as voxels, are read and
  // written by these.
  const vectors = to.layout.rowWords / 4;
  const whole = region.size[0] % (4 * lanesOf(storage)) === 0;
  if (axis === 0) {
    const near = { ...constants, NEAR: Math.min(radius, 5) };
    if (whole && radius < 5 && region.size[0] === source.meta.size[0])
      run.dispatch(extremumXWide, {
        ...shared,
        constants: near,
        size: {
          workgroups: [Math.ceil(vectors / 8), Math.ceil(region.size[1] / 16), region.size[2]],
        },
      });
    else
      run.dispatch(extremumX, { ...shared, constants: near, size: workgroupsOf(region.size, 16) });
  } else {
    const block = radius < 3 ? 16 : 4;
    const columns = map3((i) => (i === axis ? Math.ceil(region.size[i] / block) : region.size[i]));
    const across = {
      ...shared,
      constants: { ...constants, AXIS: axis, NEAR: Math.min(radius, 3), BLOCK: block },
    };
    const { origin, size } = source.region;
    if (whole && region.origin[0] === origin[0] && region.size[0] === size[0])
      run.dispatch(extremumAcrossWide, {
        ...across,
        size: { workgroups: [Math.ceil(vectors / 16), Math.ceil(columns[1] / 4), columns[2]] },
      });
    else run.dispatch(extremumAcross, { ...across, size: workgroupsOf(columns, 4) });
  }
  return to;
}

/** The extremum of a box, an axis after the other: x, y, z. */
export function boxExtremum(
  run: Run,
  volume: GpuGrid,
  radius: Vec3,
  rule: ExtremumRule,
  region: Region,
): GpuGrid {
  const { size } = volume.meta;
  const changes = ([0, 1, 2] as const).filter(
    (axis) => radius[axis] > 0 && (size[axis] > 1 || rule.border === 'constant'),
  );
  // A window of one voxel is a copy.
  const axes = changes.length > 0 ? changes : ([0] as const);
  let from = volume;
  for (const axis of axes) {
    // What one pass makes is as large as the later ones still need it.
    const later = map3((i) => (i > axis && axes.some((other) => other === i) ? radius[i] : 0));
    const reach = changes.length > 0 ? radius[axis] : 0;
    const to = pass(run, from, growRegion(region, later, size), axis, reach, rule);
    if (from !== volume) run.free(from.buffer);
    from = to;
  }
  return from;
}

/** The largest reach along an axis of balls whose rows and slices are held in registers. */
const MOST_HELD = 4;

const isHeld = (reach: Vec3): boolean => reach.every((n) => n <= MOST_HELD);

/** The extremum of a ball that is held in registers, in one pass. */
function heldBall(
  run: Run,
  volume: GpuGrid,
  radius: Length,
  rule: ExtremumRule,
  region: Region,
): GpuGrid {
  const { meta } = volume;
  const storage = meta.storage as Dtype;
  const out = allocGrid(run, meta, region);
  const reach = ballReach(radius, meta.spacing);
  const [x, y, z] = region.size;
  run.dispatch(extremumBall(ballHalves(radius, meta.spacing)), {
    grids: { src: volume, dst: out },
    params: ruleParams(rule, storage),
    constants: { DTYPE: codeOf(storage), CONSTANT: isConstant(rule) },
    size: { invocations: Math.ceil(x / 4) * y * Math.ceil(z / BALL_BLOCK) },
    traffic: { read: bytesOf(storage, growRegion(region, reach, meta.size)) },
  });
  return out;
}

/**
 * The extremum of a ball: for each length of its rows, windows along x, and then their extremum.
 */
export async function ballExtremum(
  run: Run,
  volume: GpuGrid,
  radius: Length,
  rule: ExtremumRule,
  region: Region,
): Promise<GpuGrid> {
  const { meta } = volume;
  const storage = meta.storage as Dtype;
  const [rx, ry, rz] = ballReach(radius, meta.spacing);
  if (isHeld([rx, ry, rz])) return heldBall(run, volume, radius, rule, region);
  const out = allocGrid(run, meta, region);
  const wanted = growRegion(region, [0, ry, rz], meta.size);
  let first = true;
  for (const { half, offsets } of ballRows(radius, meta.spacing)) {
    const windows = half === 0 ? volume : pass(run, volume, wanted, 0, half, rule);
    const table = run.alloc(offsets.byteLength, 'rows of the ball');
    run.upload(table, offsets);
    const reach: [number, number] = [0, 0];
    offsets.forEach((offset, i) => {
      reach[i % 2] = Math.max(reach[i % 2]!, Math.abs(offset));
    });
    const rows = offsets.length / 2;
    const bytes = bytesOf(storage, region);
    const read = bytesOf(storage, growRegion(region, [0, ...reach], meta.size));
    const params = { rows, ...ruleParams(rule, storage) };
    const shared = {
      grids: { src: windows, dst: out },
      buffers: { offsets: table },
      traffic: { read: read + offsets.byteLength + (first ? 0 : bytes), write: bytes },
    };
    const constants = { DTYPE: codeOf(storage), FIRST: first ? 1 : 0 };
    const lanes = 4 * lanesOf(storage);
    if (region.size[0] % lanes === 0 && windows.layout.rowWords % 4 === 0)
      run.dispatch(extremumRowsWide, {
        ...shared,
        params,
        constants: { ...constants, CONSTANT: isConstant(rule) },
        size: {
          workgroups: [
            Math.ceil(out.layout.rowWords / 64),
            Math.ceil(region.size[1] / 4),
            region.size[2],
          ],
        },
      });
    else
      run.dispatch(extremumRows, {
        ...shared,
        params: { ...params, constant: isConstant(rule) },
        constants,
        size: { invocations: quadsOf(region.size) },
      });
    run.free(table);
    if (windows !== volume) run.free(windows.buffer);
    first = false;
    await run.pace();
  }
  return out;
}

/**
 * What extrema take beside the result: of a box passes along x and y, of a ball windows along x,
 * where it is not held in registers.
 */
export function extremumBytes(
  region: Region,
  { storage, size }: GridMeta,
  reach: Vec3,
  isBall: boolean,
): BufferBytes {
  if (isBall && isHeld(reach)) return bufferBytes([]);
  const [, ry, rz] = reach;
  const alongX = bytesOf(storage, growRegion(region, [0, ry, rz], size));
  const alongY = bytesOf(storage, growRegion(region, [0, 0, rz], size));
  return bufferBytes([alongX, alongY, 2 ** 12]);
}

/** {@link greyErode} on the GPU. */
export const greyErodeOnGpu = implement(
  greyErode,
  ({ run, inputs: { volume }, params, region }) => {
    const rule = { least: true, border: params.border, value: params.value };
    return params.radius === null
      ? boxExtremum(run, volume, windowRadius(params.size ?? [3, 3, 3]), rule, region)
      : ballExtremum(run, volume, params.radius, rule, region);
  },
  {
    temporaries: (region, { params, metas: { volume } }) =>
      extremumBytes(region, volume, shapeReach(params, volume.spacing), params.radius !== null),
  },
);

/** {@link greyDilate} on the GPU. */
export const greyDilateOnGpu = implement(
  greyDilate,
  ({ run, inputs: { volume }, params, region }) => {
    const rule = { least: false, border: params.border, value: params.value };
    return params.radius === null
      ? boxExtremum(run, volume, windowRadius(params.size ?? [3, 3, 3]), rule, region)
      : ballExtremum(run, volume, params.radius, rule, region);
  },
  {
    temporaries: (region, { params, metas: { volume } }) =>
      extremumBytes(region, volume, shapeReach(params, volume.spacing), params.radius !== null),
  },
);
