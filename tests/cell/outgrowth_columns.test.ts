import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collectorColumns } from '../../src/cell/outgrowths/collector_columns.js';
import { columnRows, type ColumnRows } from '../../src/cell/outgrowths/column_rows.js';
import { foilBlocks } from '../../src/cell/outgrowths/foil_blocks.js';
import { foilTrack, type FoilTrack } from '../../src/cell/outgrowths/foil_track.js';
import { findOutgrowths, type Found } from '../../src/cell/outgrowths/found.js';
import { listedVoxels, type ListedValues } from '../../src/cell/outgrowths/listed_voxels.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node, type ValueNode } from '../../src/recipe/op.js';
import { syntheticFoil } from '../../src/synthetic/index.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';
import { blockTwin, columnsOf, excessTwin, facesTwin } from '../reference/outgrowth_columns.js';

const REACH = 10;
let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 5, 7] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const FOIL = syntheticFoil({ size: [45, 40, 37], outgrowths: 2, radius: [4, 6], coating: 12 });

/** The foil with its normal along another axis. */
function turned(normal: 'x' | 'y' | 'z'): { data: Uint16Array<ArrayBuffer>; size: Vec3 } {
  const { data, size } = FOIL;
  const order = { x: [1, 0, 2], y: [0, 1, 2], z: [0, 2, 1] }[normal] as [number, number, number];
  const out: Vec3 = [size[order[0]]!, size[order[1]]!, size[order[2]]!];
  const turnedData = new Uint16Array(data.length);
  for (let z = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++)
      for (let x = 0; x < size[0]; x++) {
        const p = [x, y, z];
        const at = (p[order[2]]! * out[1] + p[order[1]]!) * out[0] + p[order[0]]!;
        turnedData[at] = data[(z * size[1] + y) * size[0] + x]!;
      }
  return { data: turnedData, size: out };
}

const VOLUMES: Readonly<Record<string, { data: GridArray; size: Vec3; normal: 'x' | 'y' | 'z' }>> =
  {
    'u16 along y': { ...turned('y'), normal: 'y' },
    'u16 along x': { ...turned('x'), normal: 'x' },
    'u16 along z': { ...turned('z'), normal: 'z' },
    'u8 along y': { data: Uint8Array.from(FOIL.data, (v) => v >> 8), size: FOIL.size, normal: 'y' },
    'f32 along y': {
      data: Float32Array.from(FOIL.data, (v, i) => (i % 977 === 5 ? NaN : v / 1000)),
      size: FOIL.size,
      normal: 'y',
    },
  };

function nodesOf(
  volume: Node,
  normal: 'x' | 'y' | 'z',
  options: Readonly<Record<string, unknown>> = {},
  separator?: number,
) {
  const blocks = makeNode(foilBlocks, { volume }, { normal, reach: REACH });
  const track = makeNode(
    foilTrack,
    { blocks: makeNode(columnRows, { volume: blocks }, { normal }) },
    options,
  );
  const faces = makeNode(collectorColumns, { volume, track }, { normal, separator });
  return { blocks, track, faces };
}

const valueOf = <T>(of: TestEngine, node: ValueNode<T>): Promise<T> => of.value(node) as Promise<T>;

/**
 * Compares f32 results with a twin; NaN equals NaN. Sums that cancel are as exact as what was
 * added: `terms` are the sums of its magnitudes.
 */
function expectClose(
  got: ArrayLike<number>,
  wanted: readonly number[],
  relative: number,
  terms: readonly number[] = wanted,
): void {
  expect(got.length).toBe(wanted.length);
  wanted.forEach((value, i) => {
    if (Number.isNaN(value)) expect(got[i], String(i)).toBeNaN();
    else
      expect(Math.abs(got[i]! - value), String(i)).toBeLessThan(
        relative * (1 + Math.abs(terms[i]!)),
      );
  });
}

/** The rows of all columns as the twin of an op gives them, in the order of the result's grid. */
function gridOf(
  [nu, nv, rows]: readonly [number, number, number],
  normal: 'x' | 'y' | 'z',
  twin: (u: number, v: number) => readonly number[],
): number[] {
  const axes = { x: [2, 0, 1], y: [0, 2, 1], z: [0, 1, 2] }[normal];
  const size = { x: [rows, nu, nv], y: [nu, rows, nv], z: [nu, nv, rows] }[normal];
  const out = new Array<number>(nu * nv * rows);
  for (let v = 0; v < nv; v++)
    for (let u = 0; u < nu; u++)
      twin(u, v).forEach((value, row) => {
        const at = { x: [row, u, v], y: [u, row, v], z: [u, v, row] }[normal];
        out[(at[2]! * size[1]! + at[1]!) * size[0]! + at[0]!] = value;
      });
  expect(axes).toHaveLength(3);
  return out;
}

describe.each(Object.entries(VOLUMES))('of %s', (_, { data, size, normal }) => {
  const columns = columnsOf(data, size, normal);
  const [nu, nv] = columns.size;
  const blocks = [Math.ceil(nu / 8), Math.ceil(nv / 8)] as const;

  test('places and profiles of blocks are those of the twin', async () => {
    const node = nodesOf(await engine.source(data, size), normal).blocks;
    const wanted = gridOf([...blocks, 2 * REACH + 2], normal, (u, v) =>
      blockTwin(columns, u, v, REACH),
    );
    expectClose(await engine.grid(node), wanted, 1e-5);
  });

  test('faces, runs and separators are those of the twin', async () => {
    const scale =
      data instanceof Uint8Array ? 1 / 256 : data instanceof Float32Array ? 1 / 1000 : 1;
    const separator = 14000 * scale;
    const { track, faces } = nodesOf(await engine.source(data, size), normal, {}, separator);
    const { places, snap, level } = await valueOf(engine, track as ValueNode<FoilTrack>);
    const at = { snap, reach: Infinity, level: Math.fround(16 * level) / 16, separator };
    const wanted = gridOf([nu, nv, 6], normal, (u, v) =>
      facesTwin(columns, u, v, {
        ...at,
        place: places[Math.floor(v / 8) * blocks[0] + Math.floor(u / 8)]!,
      }),
    );
    const got = await engine.grid(faces);
    expectClose(got, wanted, 2e-5);
    expect(wanted.filter((value) => !Number.isNaN(value)).length).toBeGreaterThan(3 * nu * nv);
  });

  test('line integrals and their moments are those of the twin', async () => {
    const options = { regime: 'unresolved', foil: 5 };
    const { track, faces } = nodesOf(await engine.source(data, size), normal, options);
    const { places, sumReach, coating } = await valueOf(engine, track as ValueNode<FoilTrack>);
    const twin = (of: 'sums' | 'terms'): number[] =>
      gridOf([nu, nv, 6], normal, (u, v) => {
        const place = places[Math.floor(v / 8) * blocks[0] + Math.floor(u / 8)]!;
        const level = Math.fround(16 * coating) / 16;
        return [...excessTwin(columns, u, v, place, sumReach, level)[of], NaN, NaN];
      });
    expectClose(await engine.grid(faces), twin('sums'), 1e-6, twin('terms'));
  });

  test('bricks give the same as the whole, bit for bit', async () => {
    const all = async (of: TestEngine): Promise<unknown[]> => {
      const { blocks: places, track, faces } = nodesOf(await of.source(data, size), normal);
      const rows = makeNode(columnRows, { volume: faces }, { normal });
      return [
        new Uint32Array((await of.grid(places)).slice().buffer),
        await of.value(track),
        new Uint32Array((await of.grid(faces)).slice().buffer),
        ((await of.value(rows)) as ColumnRows).rows,
      ];
    };
    expect(await all(bricked)).toEqual(await all(engine));
  });
});

test('rows on the host are those of the grid, few as a list', async () => {
  const data = Float32Array.from({ length: 6 * 3 * 8 }, (_, i) =>
    Math.floor(i / 6) % 3 === 1 && i !== 8 ? NaN : i,
  );
  const volume = await engine.source(data, [6, 3, 8]);
  const { rows, size } = await valueOf(
    engine,
    makeNode(columnRows, { volume }, { normal: 'y' }) as ValueNode<ColumnRows>,
  );
  expect(size).toEqual([6, 8]);
  const row = (y: number): number[] =>
    Array.from({ length: 48 }, (_, i) => data[(Math.floor(i / 6) * 3 + y) * 6 + (i % 6)]!);
  expect(rows[0]).toEqual({ dense: Float32Array.from(row(0)) });
  expect(rows[1]).toEqual({ at: Uint32Array.of(2), values: Float32Array.of(8) });
  expect(rows[2]).toEqual({ dense: Float32Array.from(row(2)) });
});

async function listed(of: TestEngine, data: GridArray): Promise<[Found, ListedValues]> {
  const volume = await of.source(data, FOIL.size);
  const { track, faces } = nodesOf(volume, 'y');
  const found = makeNode(
    findOutgrowths,
    { faces: makeNode(columnRows, { volume: faces }, { normal: 'y' }), track },
    { window: 32, minHeight: 0, columnLength: 1, columnWidth: 1, levelUncertainty: 0 },
  );
  const values = makeNode(listedVoxels, { volume, found }, { normal: 'y' });
  return [await valueOf(of, found), await valueOf(of, values as ValueNode<ListedValues>)];
}

test('listed voxels have the values of the volume, in bricks too', async () => {
  for (const of of [engine, bricked]) {
    const [{ voxels }, { values }] = await listed(of, FOIL.data);
    expect(values.length).toBeGreaterThan(100);
    const [nx, ny] = FOIL.size;
    values.forEach((value, i) => {
      const [x, z] = [voxels.column[i]! % nx, Math.floor(voxels.column[i]! / nx)];
      expect(value).toBe(FOIL.data[(z * ny + voxels.row[i]!) * nx + x]);
    });
  }
});

testTraffic(
  foilBlocks,
  () => engine,
  (volume) => nodesOf(volume, 'y').blocks,
  // One block for 8 × 8 columns along x and z.
  { dispatches: 1, perVoxel: 1 + (4 * (2 * REACH + 2)) / (64 * 64) },
);
testTraffic(
  collectorColumns,
  () => engine,
  (volume) => nodesOf(volume, 'y', { regime: 'resolved', copper: 3, coating: 0.5 }).faces,
  // 64 × 8 columns of 64 voxels, and the places of 8 blocks.
  { dispatches: 1, perVoxel: 1 + 24 / 64, besides: 32 },
);
testTraffic(
  columnRows,
  () => engine,
  (volume) => makeNode(columnRows, { volume }, { normal: 'y' }),
  { dispatches: 0, perVoxel: 0 },
);

/** The foil as f32, with something odd in one voxel of the coating and one of the foil. */
function withOdd(odd: number): Float32Array<ArrayBuffer> {
  const data = Float32Array.from(FOIL.data);
  const [nx, ny] = FOIL.size;
  data[(20 * ny + 10) * nx + 30] = odd;
  data[(10 * ny + Math.floor(ny / 2)) * nx + 10] = odd;
  return data;
}

testNonFinite(foilBlocks, async () => {
  for (const odd of [NaN, Infinity, -Infinity]) {
    const data = withOdd(odd);
    const columns = columnsOf(data, FOIL.size, 'y');
    const node = nodesOf(await engine.source(data, FOIL.size), 'y').blocks;
    const wanted = gridOf([6, 5, 2 * REACH + 2], 'y', (u, v) => blockTwin(columns, u, v, REACH));
    expectClose(await engine.grid(node), wanted, 1e-5);
  }
});

testNonFinite(collectorColumns, async () => {
  const clean = await engine.source(Float32Array.from(FOIL.data), FOIL.size);
  const wanted = await engine.grid(nodesOf(clean, 'y', { level: 30000 }).faces);
  for (const odd of [NaN, Infinity, -Infinity]) {
    const volume = await engine.source(withOdd(odd), FOIL.size);
    const got = await engine.grid(nodesOf(volume, 'y', { level: 30000 }).faces);
    let changed = 0;
    got.forEach((value, i) => {
      const [u, v] = [i % FOIL.size[0], Math.floor(i / (6 * FOIL.size[0]))];
      const near = [
        [30, 20],
        [10, 10],
      ].some(([x, z]) => Math.abs(u - x!) <= 1 && Math.abs(v - z!) <= 1);
      if (!near) expect(value).toBe(wanted[i]);
      else if (!Object.is(value, wanted[i])) changed++;
    });
    expect(changed).toBeGreaterThan(0);
  }
});

testNonFinite(columnRows, async () => {
  const data = Float32Array.of(1, NaN, Infinity, -Infinity);
  const node = makeNode(
    columnRows,
    { volume: await engine.source(data, [4, 1, 1]) },
    { normal: 'z' },
  );
  const { rows } = (await engine.value(node)) as ColumnRows;
  expect(rows[0]).toEqual({ dense: data });
});

testNonFinite(listedVoxels, async () => {
  const data = Float32Array.from(FOIL.data);
  const [{ voxels }] = await listed(engine, data);
  const [nx, ny] = FOIL.size;
  const [x, z] = [voxels.column[0]! % nx, Math.floor(voxels.column[0]! / nx)];
  const at = (z * ny + voxels.row[0]!) * nx + x;
  for (const odd of [Infinity]) {
    data[at] = odd;
    const [found, { values }] = await listed(engine, data);
    Array.from(values).forEach((value, i) => {
      const column = found.voxels.column[i]!;
      const place = (Math.floor(column / nx) * ny + found.voxels.row[i]!) * nx + (column % nx);
      expect(value).toBe(data[place]);
    });
  }
});
