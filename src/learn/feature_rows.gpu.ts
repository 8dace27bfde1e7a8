import type { Run } from '../gpu/index.js';
import { bufferBytes, implementReduce, type GpuGrid } from '../implement/index.js';
import { gatherRows } from '../kernels/learn/index.js';
import { invalidArgument } from '../recipe/errors.js';
import {
  alignRegion,
  growRegion,
  map3,
  volumeOf,
  type Region,
  type Vec3,
} from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { allChannels } from './channels.js';
import { featureBytes } from './feature_bytes.gpu.js';
import { featurePlanes, type FeaturePlanes } from './feature_planes.gpu.js';
import { featureRows, type FeatureRows } from './feature_rows.js';
import { planeCount, planeNames, reachOf, type Feature } from './feature_specs.js';
import type { Strokes } from './strokes.js';
import { keepRows, warmRows, type WarmRows } from './warm_rows.gpu.js';

/** Slices whose marked voxels share planes. */
const SLICES = 8;
/** Rows that are gathered at once. */
const ROWS_AT_ONCE = 2 ** 14;

/** Rows of the table, by their number, and their values. */
interface Part {
  readonly rows: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** The index of a marked voxel in raster order. */
function indexOf({ places }: Strokes, row: number, [nx, ny]: Vec3): number {
  return places[3 * row]! + nx * (places[3 * row + 1]! + ny * places[3 * row + 2]!);
}

/** The marked voxels of a region. */
function rowsWithin({ places }: Strokes, { origin, size }: Region): number[] {
  const rows: number[] = [];
  for (let row = 0; row < places.length / 3; row++) {
    const at = map3((i) => places[3 * row + i]! - origin[i]);
    if (at.every((x, i) => x >= 0 && x < size[i]!)) rows.push(row);
  }
  return rows;
}

/** Marked voxels by runs of slices from one on, and the box that holds those of each. */
function runsOf(marked: readonly number[], { places }: Strokes, firstSlice: number) {
  const runs = new Map<number, number[]>();
  for (const row of marked) {
    const run = Math.floor((places[3 * row + 2]! - firstSlice) / SLICES);
    const rows = runs.get(run);
    if (rows === undefined) runs.set(run, [row]);
    else rows.push(row);
  }
  return [...runs.values()].map((rows) => ({ rows, box: boxOf(rows, places) }));
}

/** The least box that holds some marked voxels. */
function boxOf(rows: readonly number[], places: Uint32Array): Region {
  const low = [Infinity, Infinity, Infinity];
  const high = [0, 0, 0];
  for (const row of rows)
    for (const i of [0, 1, 2]) {
      low[i] = Math.min(low[i]!, places[3 * row + i]!);
      high[i] = Math.max(high[i]!, places[3 * row + i]! + 1);
    }
  return { origin: map3((i) => low[i]!), size: map3((i) => high[i]! - low[i]!) };
}

/**
 * The boxes to look at for all marks: that of each run of slices, or the one about all of them
 * where that is less to read with what features reach.
 */
function boxesOf(
  strokes: Strokes,
  features: readonly Feature[],
  volume: GridMeta,
): readonly [Region, ...Region[]] {
  const all = Array.from({ length: strokes.labels.length }, (_, row) => row);
  const whole = alignRegion(boxOf(all, strokes.places), volume.size);
  const [first = whole, ...others] = runsOf(all, strokes, 0).map(({ box }) =>
    alignRegion(box, volume.size),
  );
  const reach = reachOf(features, volume);
  const read = (box: Region): number => volumeOf(growRegion(box, reach, volume.size).size);
  const apart = others.reduce((sum, box) => sum + read(box), read(first));
  return apart < read(whole) ? [first, ...others] : [whole];
}

/** The features of some marked voxels of a box. */
async function rowsIn(
  run: Run,
  volumes: readonly GpuGrid[],
  features: readonly Feature[],
  strokes: Strokes,
  { rows, box }: { readonly rows: readonly number[]; readonly box: Region },
): Promise<Part[]> {
  const planes = await featurePlanes(run, volumes, features, box);
  const parts: Part[] = [];
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE)
    parts.push(await gathered(run, planes, strokes, rows.slice(first, first + ROWS_AT_ONCE)));
  run.free(planes.buffer);
  return parts;
}

/** Rows of the table, of planes that hold their voxels. */
async function gathered(
  run: Run,
  planes: FeaturePlanes,
  { places }: Strokes,
  rows: readonly number[],
): Promise<Part> {
  const list = Uint32Array.from(rows.flatMap((row) => [...places.subarray(3 * row, 3 * row + 3)]));
  const listed = run.alloc(list.byteLength, 'marked voxels');
  run.upload(listed, list);
  const bytes = 4 * rows.length * planes.count;
  const table = run.alloc(bytes, 'features of marked voxels');
  run.dispatch(gatherRows, {
    grids: {},
    buffers: { planes: planes.buffer, places: listed, rows: table },
    params: { grid: planes.layout, count: rows.length, features: planes.count },
    size: { invocations: rows.length * planes.count },
    traffic: { read: bytes + list.byteLength },
  });
  const values = new Float32Array(await run.read(table, 0, bytes));
  run.free(listed, table);
  return { rows, values };
}

/** Rows that are known from before. */
function knownPart(rows: readonly number[], strokes: Strokes, size: Vec3, warm: WarmRows): Part {
  const own = rows.map((row) => warm.get(indexOf(strokes, row, size))!);
  const width = own[0]?.length ?? 0;
  const values = new Float32Array(rows.length * width);
  own.forEach((row, k) => {
    values.set(row, k * width);
  });
  return { rows, values };
}

/** Throws where a feature is not finite. */
function checkFinite({ values, features: count }: FeatureRows, of: Strokes, names: string[]): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const row = Math.floor(bad / count);
  const place = [...of.places.subarray(3 * row, 3 * row + 3)].join(', ');
  throw invalidArgument(
    'train',
    'strokes',
    `a marked voxel (${place}) whose feature ${names[bad % count]!} is ${String(values[bad])}`,
    'marks whose surroundings are finite; mark elsewhere, or crop the volume',
  );
}

/** {@link featureRows} on the GPU. */
export const featureRowsOnGpu = implementReduce(featureRows, {
  partial: async ({ run, inputs, params: { features }, region, recipes }) => {
    const { volume, strokes } = inputs;
    const whole = volume.meta.size;
    const grids = Object.entries(recipes).filter(([name]) => name !== 'strokes');
    const warm = warmRows(run.gpu, JSON.stringify([grids, features]));
    const known: number[] = [];
    const others: number[] = [];
    for (const row of rowsWithin(strokes, region))
      (warm.has(indexOf(strokes, row, whole)) ? known : others).push(row);
    const parts = [knownPart(known, strokes, whole, warm)];
    for (const { rows, box } of runsOf(others, strokes, region.origin[2])) {
      // Of the region, whose start is aligned; so that planes are computed alike in any brick.
      const marked = { rows, box: alignRegion(box, whole) };
      for (const part of await rowsIn(run, allChannels(inputs), features, strokes, marked)) {
        keepRows(
          warm,
          part.rows.map((row) => indexOf(strokes, row, whole)),
          part.values,
        );
        parts.push(part);
      }
    }
    return parts;
  },
  merge: (a, b) => a.concat(b),
  lookedAt: ({ inputs: { strokes }, params: { features }, metas }) =>
    boxesOf(strokes, features, metas.volume),
  finish: (parts, { params, metas, inputs: { strokes } }): FeatureRows => {
    const volume: GridMeta = metas.volume;
    const count = planeCount(params.features, volume.size);
    const values = new Float32Array(strokes.labels.length * count);
    for (const part of parts)
      part.rows.forEach((row, k) => {
        values.set(part.values.subarray(k * count, (k + 1) * count), row * count);
      });
    const table: FeatureRows = { values, features: count };
    checkFinite(table, strokes, planeNames(params.features, volume));
    return table;
  },
  temporaries: (region, { params: { features }, metas, binding }) => {
    const slices = Math.min(SLICES, region.size[2]);
    const box = { origin: region.origin, size: map3((i) => (i === 2 ? slices : region.size[i])) };
    const planes = featureBytes(features, box, allChannels<GridMeta>(metas), binding);
    const rows = bufferBytes([
      4 * planeCount(features, metas.volume.size) * ROWS_AT_ONCE,
      12 * ROWS_AT_ONCE,
    ]);
    return { total: planes.total + rows.total, largest: Math.max(planes.largest, rows.largest) };
  },
});
