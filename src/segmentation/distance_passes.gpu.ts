// Exact Euclidean distance transform (Saito and Toriwaki) on the GPU: separable passes along x, y,
// z.
import type { GridLayout, PooledBuffer, Run } from '../gpu/index.js';
import { bytesOf, layoutOf, wordsOf, type GpuGrid } from '../implement/index.js';
import {
  distanceEdges,
  distancePlanes,
  distancePlanesQuads,
  distanceRows,
  distanceValues,
  distanceVolume,
  distanceVolumeQuads,
} from '../kernels/distance/index.js';
import { codeOf, type Storage } from '../recipe/dtype.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { map3, type Region, type Vec3 } from '../recipe/geometry.js';
import { FAR, weightWord, type SquaredWeights } from './squared_weights.js';

/**
 * How wide the words between the passes are, and from which squared distance on they are too
 * narrow.
 */
export interface Widths {
  readonly rows: Storage & ('u8' | 'u16');
  readonly planes: Storage & ('u16' | 'u32');
  readonly none: number;
}

/** What a transform of a mask should yield. */
export interface DistanceOptions {
  readonly squares: SquaredWeights;
  /** Whether all outside the volume is background. */
  readonly outside: boolean;
  /** What the last pass writes: RESULT_ROOT, RESULT_SQUARE or RESULT_WORD. */
  readonly result: number;
  /** Factor of a root or a square. */
  readonly scale: number;
  /** Of labels and phases: distances, in half voxels, to the faces of other voxels. */
  readonly toFaces?: boolean;
}

/** Workgroups of 16 × 4 × 1 for invocations that own `x` × `y` × `z` voxels each. */
export function tiles(
  { size }: GridLayout,
  x: number,
  y: number,
  z: number,
): readonly [number, number, number] {
  return [Math.ceil(size[0] / x / 16), Math.ceil(size[1] / y / 4), Math.ceil(size[2] / z)];
}

/**
 * Squared distances below this are exact where rows are kept as u8 and, with small integer weights,
 * planes as u16: most materials have no point 255 voxels off the next surface.
 */
export function nearWidths({ integer, weights }: SquaredWeights): Widths {
  const reach = weights[0] * 255 ** 2;
  if (!integer) return { rows: 'u8', planes: 'u32', none: weightWord(reach * (1 - 1e-5), false) };
  const narrow = 30 ** 2 * Math.max(...weights) <= 0xffff;
  return {
    rows: 'u8',
    planes: narrow ? 'u16' : 'u32',
    none: Math.min(reach, narrow ? 0xffff : FAR),
  };
}

/** Rows of u16 distances hold so many voxels. */
const MAX_ROW = 65534;
const FAR_WIDTHS: Widths = { rows: 'u16', planes: 'u32', none: FAR };

/**
 * Fills `dst` (one word per voxel) with the distances of a mask's voxels to the nearest background.
 * Narrow words between the passes first; only where they turn out too narrow, wide ones.
 */
export async function distancePasses(
  run: Run,
  mask: GpuGrid,
  dst: PooledBuffer,
  options: DistanceOptions,
): Promise<void> {
  checkRows(mask);
  const found = run.alloc(8, 'found', { zero: true });
  passes(run, mask, dst, found, options, nearWidths(options.squares));
  const [background, far] = new Uint32Array(await run.read(found));
  // Without any background the distances are infinite already.
  if (far !== 0 && (background !== 0 || options.outside))
    passes(run, mask, dst, found, options, FAR_WIDTHS);
  run.free(found);
}

/** Squared distances within planes: of a box of whole planes, and how they lie. */
export interface Planes {
  readonly buffer: PooledBuffer;
  readonly layout: GridLayout;
}

function passes(
  run: Run,
  mask: GpuGrid,
  dst: PooledBuffer,
  found: PooledBuffer,
  options: DistanceOptions,
  widths: Widths,
): void {
  const planes = planesOfMask(run, mask, found, options, widths);
  volumeOfMask(run, planes, dst, found, options, widths);
  run.free(planes.buffer);
}

/** Whether narrow integers lie in rows of whole quads, for the faster kernels. */
function inQuads({ integer }: SquaredWeights, widths: Widths, { size }: GridLayout): boolean {
  return integer && widths.rows === 'u8' && widths.planes === 'u16' && size[0] % 4 === 0;
}

/** The first two passes over whole planes of a mask: along x from mask words, then along y. */
export function planesOfMask(
  run: Run,
  mask: GpuGrid,
  found: PooledBuffer,
  { squares, outside: background }: DistanceOptions,
  widths: Widths = FAR_WIDTHS,
): Planes {
  const { region, meta } = mask;
  const [outsideX, outsideY] = outsideFlags(background, meta.size);
  const [wx, wy] = weightWords(squares);
  const rowsLayout = layoutOf(widths.rows, region, meta.size);
  const planesLayout = layoutOf(widths.planes, region, meta.size);
  const bytes = (storage: Storage): number => bytesOf(storage, region);

  const rows = run.alloc(4 * wordsOf(rowsLayout), 'distances along x');
  run.dispatch(distanceRows, {
    grids: { src: mask },
    buffers: { dst: rows, found },
    params: { dst: rowsLayout, outside: outsideX },
    constants: { DST_DTYPE: codeOf(widths.rows), EDGES: 0 },
    size: {
      workgroups: [
        Math.ceil(mask.layout.rowWords / 8),
        Math.ceil(region.size[1] / 8),
        region.size[2],
      ],
    },
    traffic: { read: bytes('bit'), write: bytes(widths.rows) },
  });
  const planes = run.alloc(4 * wordsOf(planesLayout), 'squared distances within planes');
  const shared = {
    buffers: { src: rows, dst: planes },
    params: {
      src: rowsLayout,
      dst: planesLayout,
      row_weight: wx,
      weight: wy,
      outside: outsideY,
      none: widths.none,
    },
    size: { workgroups: tiles(rowsLayout, widths.rows === 'u8' ? 4 : 2, 8, 1) },
  };
  if (inQuads(squares, widths, planesLayout))
    run.dispatch(distancePlanesQuads, {
      ...shared,
      constants: { UNIT_WEIGHTS: wx === 1 && wy === 1 ? 1 : 0 },
    });
  else
    run.dispatch(distancePlanes, {
      ...shared,
      constants: {
        FLOAT: squares.integer ? 0 : 1,
        SRC_DTYPE: codeOf(widths.rows),
        DST_DTYPE: codeOf(widths.planes),
      },
    });
  run.free(rows);
  return { buffer: planes, layout: planesLayout };
}

/**
 * The last pass, along z, over whole columns of planes, or over some of their slices: those of
 * `region`.
 */
export function volumeOfMask(
  run: Run,
  planes: Planes,
  dst: PooledBuffer,
  found: PooledBuffer,
  { squares, outside: background, result, scale }: DistanceOptions,
  widths: Widths = FAR_WIDTHS,
  region: Region = { origin: planes.layout.origin, size: planes.layout.size },
): void {
  const { layout } = planes;
  const dstLayout = layoutOf('u32', region, layout.volumeSize);
  const outsideZ = outsideFlags(background, layout.volumeSize)[2];
  const wz = weightWords(squares)[2];
  const shared = {
    grids: { src: planes },
    buffers: { dst, found },
    params: {
      dst: dstLayout,
      lead: region.origin[2] - layout.origin[2],
      weight: wz,
      outside: outsideZ,
      none: widths.none,
      scale,
    },
    traffic: {
      read: bytesOf(widths.planes, { origin: layout.origin, size: layout.size }),
      write: bytesOf('u32', region),
    },
  };
  if (inQuads(squares, widths, layout))
    run.dispatch(distanceVolumeQuads, {
      ...shared,
      constants: { RESULT: result, UNIT_WEIGHTS: wz === 1 ? 1 : 0 },
      size: { workgroups: tiles(dstLayout, 4, 1, 8) },
    });
  else
    run.dispatch(distanceVolume, {
      ...shared,
      constants: {
        FLOAT: squares.integer ? 0 : 1,
        SRC_DTYPE: codeOf(widths.planes),
        RESULT: result,
      },
      size: { workgroups: tiles(dstLayout, 2, 1, 8) },
    });
}

/**
 * Fills `dst` with the distances of the voxels of labels or phases to the nearest voxel of another
 * value.
 */
export function valueDistancePasses(
  run: Run,
  objects: GpuGrid,
  dst: PooledBuffer,
  options: DistanceOptions,
): void {
  const planes = planesOfValues(run, objects, options);
  volumeOfValues(run, objects, planes, dst, options);
  run.free(planes.buffer);
}

/**
 * The first two passes over whole planes of labels or phases: from where values change along x,
 * then along y.
 */
export function planesOfValues(
  run: Run,
  objects: GpuGrid,
  { squares, outside: background, result, scale, toFaces }: DistanceOptions,
): Planes {
  checkRows(objects);
  const { region, meta } = objects;
  const [outsideX, outsideY] = outsideFlags(background, meta.size);
  const [wx, wy] = weightWords(squares);
  const bitLayout = layoutOf('bit', region, meta.size);
  const rowsLayout = layoutOf('u16', region, meta.size);
  const wordLayout = layoutOf('u32', region, meta.size);
  const bytes = (storage: Storage): number => bytesOf(storage, region);
  const spans: readonly [number, number, number] = [
    Math.ceil(bitLayout.rowWords / 8),
    Math.ceil(region.size[1] / 8),
    region.size[2],
  ];

  const edges = run.alloc(4 * wordsOf(bitLayout), 'edges along x');
  run.dispatch(distanceEdges, {
    grids: { src: objects },
    buffers: { dst: edges },
    params: { dst: bitLayout, outside: outsideX },
    constants: { SRC_DTYPE: codeOf(meta.storage) },
    size: { workgroups: spans },
  });
  const rows = run.alloc(4 * wordsOf(rowsLayout), 'distances along x');
  const found = run.alloc(8, 'found', { zero: true });
  run.dispatch(distanceRows, {
    buffers: { src: edges, dst: rows, found },
    params: { src: bitLayout, dst: rowsLayout, outside: outsideX },
    constants: { DST_DTYPE: codeOf('u16'), EDGES: 1 },
    size: { workgroups: spans },
    traffic: { read: bytes('bit'), write: bytes('u16') },
  });
  run.free(edges, found);
  const planes = run.alloc(4 * wordsOf(wordLayout), 'squared distances within planes');
  run.dispatch(distanceValues, {
    grids: { values: objects },
    buffers: { src: rows, dst: planes },
    params: {
      src: rowsLayout,
      dst: wordLayout,
      row_weight: wx,
      weight: wy,
      outside: outsideY,
      none: FAR,
      scale,
    },
    constants: { ...valueConstants(meta, squares, result, toFaces), AXIS: 1 },
    size: {
      workgroups: [Math.ceil(region.size[0] / 16), Math.ceil(region.size[1] / 32), region.size[2]],
    },
  });
  run.free(rows);
  return { buffer: planes, layout: wordLayout };
}

/** The last pass, along z, over whole columns of planes and of the values they were made of. */
export function volumeOfValues(
  run: Run,
  objects: GpuGrid,
  planes: Planes,
  dst: PooledBuffer,
  { squares, outside: background, result, scale, toFaces }: DistanceOptions,
): void {
  const { meta, region } = objects;
  const [wx, , wz] = weightWords(squares);
  run.dispatch(distanceValues, {
    grids: { values: objects, src: planes },
    buffers: { dst },
    params: {
      dst: planes.layout,
      row_weight: wx,
      weight: wz,
      outside: outsideFlags(background, meta.size)[2],
      none: FAR,
      scale,
    },
    constants: { ...valueConstants(meta, squares, result, toFaces), AXIS: 2 },
    size: { workgroups: tiles(planes.layout, 1, 1, 8) },
    traffic: {
      read: bytesOf(meta.storage, region) + bytesOf('u32', region),
      write: bytesOf('u32', region),
    },
  });
}

function valueConstants(
  { storage, kind }: GridMeta,
  { integer }: SquaredWeights,
  result: number,
  toFaces = false,
) {
  return {
    FLOAT: integer ? 0 : 1,
    VALUES_DTYPE: codeOf(storage),
    RESULT: result,
    ZERO_IS_BACKGROUND: kind === 'labels' ? 1 : 0,
    TO_FACES: toFaces ? 1 : 0,
  } as const;
}

/**
 * Per axis, whether background lies outside. An image has no outside along the axis that it lacks.
 */
function outsideFlags(background: boolean, size: Vec3): Vec3 {
  return map3((i) => (background && size[i] > 1 ? 1 : 0));
}

function weightWords({ integer, weights }: SquaredWeights): readonly [number, number, number] {
  return [
    weightWord(weights[0], integer),
    weightWord(weights[1], integer),
    weightWord(weights[2], integer),
  ];
}

function checkRows({ region }: GpuGrid): void {
  if (region.size[0] <= MAX_ROW) return;
  throw new VoxmetryError(
    'limit',
    `Distances in rows of ${String(region.size[0])} voxels are not supported; ${String(MAX_ROW)} are. Crop the volume along x.`,
    { details: { needed: region.size[0], available: MAX_ROW } },
  );
}
