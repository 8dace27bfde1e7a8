import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { map3, volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { sourceNode } from '../../src/recipe/source_op.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { DIRECTIONS_13, directionWeights, lengthOf } from '../../src/stats/directions.js';
import type { TableData } from '../../src/recipe/table_data.js';
import type { NetworkData } from '../../src/recipe/table_data.js';
import { networkNode } from '../../src/transport/network.js';
import { Lab } from '../../src/volume/lab.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { distanceTwin } from '../reference/distance.js';
import { measureTwin } from '../reference/measure.js';
import { drawn, scattered } from '../reference/structures.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 4, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

type Ids = Uint32Array<ArrayBuffer>;

async function labelsOf(
  ids: Ids,
  size: Vec3,
  given: { spacing?: Vec3; origin?: Vec3 } = {},
  on = engine,
): Promise<Node> {
  const opened = await on.engine.open({ data: ids, size }, given);
  return makeNode(toLabels, { volume: sourceNode(opened.id, opened.name, opened.meta) });
}

async function networkOf(labels: Node, params = {}, on = engine): Promise<NetworkData> {
  return (await on.value(networkNode(labels, params))) as NetworkData;
}

const column = (table: TableData, name: string): number[] =>
  Array.from(table.columns.find((c) => c.name === name)!.data);
const columns = (table: TableData, name: string): number[][] =>
  [0, 1, 2].map((i) => column(table, `${name}[${String(i)}]`));

/** Everything of a network from its definition. */
function networkTwin(ids: Ids, size: Vec3, spacing: Vec3, origin: Vec3) {
  const inside = distanceTwin(ids, size, { kind: 'labels', spacing, border: 'background' });
  const solid = Array.from(ids, (id) => (id === 0 ? 0 : 1));
  const toSolid = distanceTwin(solid, size, { kind: 'mask', spacing });
  const place = (p: Vec3): Vec3 => map3((i) => origin[i] + p[i] * spacing[i]);
  const pores = measureTwin(ids, size, undefined, inside).map((pore) => ({
    ...pore,
    centroid: place(pore.centroid),
  }));
  const wide = measureTwin(ids, size, undefined, toSolid);
  const throats = new Map<
    string,
    { a: number; b: number; pairs: number[]; widest: number; places: Vec3[] }
  >();
  const at = ([x, y, z]: Vec3): number => (z * size[1] + y) * size[0] + x;
  for (let z = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++)
      for (let x = 0; x < size[0]; x++)
        DIRECTIONS_13.forEach((offset, k) => {
          const p: Vec3 = [x, y, z];
          const q = map3((i) => p[i] + offset[i]);
          if (q.some((n, i) => n < 0 || n >= size[i]!)) return;
          const [own, other] = [ids[at(p)]!, ids[at(q)]!];
          if (own === 0 || other === 0 || own === other) return;
          const [a, b] = [Math.min(own, other), Math.max(own, other)];
          const key = `${String(a)} ${String(b)}`;
          const throat = throats.get(key) ?? {
            a,
            b,
            pairs: new Array<number>(13).fill(0),
            widest: 0,
            places: [],
          };
          throats.set(key, throat);
          throat.pairs[k]! += 1;
          if (k >= 3) return;
          throat.widest = Math.max(throat.widest, Math.min(toSolid[at(p)]!, toSolid[at(q)]!));
          throat.places.push(map3((i) => (place(p)[i] + place(q)[i]) / 2));
        });
  return {
    pores,
    wide,
    throats: [...throats.values()]
      .filter(({ places }) => places.length > 0)
      .sort((s, t) => s.a - t.a || s.b - t.b),
  };
}

describe('against its definition', () => {
  const cases: readonly { size: Vec3; spacing: Vec3; origin: Vec3 }[] = [
    { size: [7, 5, 3], spacing: [1, 1, 1], origin: [0, 0, 0] },
    { size: [35, 6, 5], spacing: [0.5, 1, 2], origin: [3, -1, 7] },
  ];
  test.each(cases)('$size, spacing $spacing', async ({ size, spacing, origin }) => {
    // Blocks of 4×3×2 voxels with ids, and specks of other ids and of solid.
    const noise = scattered(volumeOf(size), 12, 4);
    const block = ([x, y, z]: Vec3): number =>
      1 + Math.floor(x / 4) + 10 * Math.floor(y / 3) + 30 * Math.floor(z / 2);
    const ids = Uint32Array.from(noise, (n, i) => {
      const p: Vec3 = [
        i % size[0],
        Math.floor(i / size[0]) % size[1],
        Math.floor(i / size[0] / size[1]),
      ];
      return n === 0 ? 0 : n === 1 ? 200 : block(p);
    });
    const twin = networkTwin(ids, size, spacing, origin);
    const labels = await labelsOf(ids, size, { spacing, origin });
    const { pores, throats } = await networkOf(labels);

    const close = (found: readonly number[], expected: readonly number[], digits = 9): void => {
      expect(found).toHaveLength(expected.length);
      found.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, digits);
      });
    };
    const voxel = volumeOf(spacing);
    expect(pores.rows).toBe(twin.pores.length);
    close(
      column(pores, 'pore.region_label'),
      twin.pores.map(({ label }) => label),
    );
    close(
      column(pores, 'pore.volume'),
      twin.pores.map(({ voxels }) => voxels * voxel),
    );
    columns(pores, 'pore.coords').forEach((values, i) => {
      close(
        values,
        twin.pores.map(({ centroid }) => centroid[i]!),
      );
    });
    close(
      column(pores, 'pore.inscribed_diameter'),
      twin.pores.map((p) => 2 * p.distance),
      5,
    );
    close(
      column(pores, 'pore.extended_diameter'),
      twin.wide.map((p) => 2 * p.distance),
      5,
    );
    ['x', 'y', 'z'].forEach((axis, i) => {
      close(
        column(pores, `pore.${axis}min`),
        twin.pores.map(({ min }) => (min[i] === 0 ? 1 : 0)),
      );
      close(
        column(pores, `pore.${axis}max`),
        twin.pores.map(({ max }) => (max[i] === size[i]! - 1 ? 1 : 0)),
      );
    });
    close(
      column(pores, 'pore.surface'),
      twin.pores.map(({ touchesBorder }) => (touchesBorder ? 1 : 0)),
    );

    const row = (label: number): number => twin.pores.findIndex((pore) => pore.label === label);
    expect(throats.rows).toBe(twin.throats.length);
    const conns = twin.throats.map(({ a, b }) => [row(a), row(b)] as const);
    close(
      column(throats, 'throat.conns[0]'),
      conns.map(([a]) => a),
    );
    close(
      column(throats, 'throat.conns[1]'),
      conns.map(([, b]) => b),
    );
    close(
      column(pores, 'pore.coordination_number'),
      twin.pores.map((_, i) => conns.filter((ends) => ends.some((end) => end === i)).length),
    );
    const centres = twin.throats.map(({ places }) =>
      map3((i) => places.reduce((sum, p) => sum + p[i], 0) / places.length),
    );
    columns(throats, 'throat.coords').forEach((values, i) => {
      close(
        values,
        centres.map((centre) => centre[i]!),
      );
    });
    close(
      column(throats, 'throat.inscribed_diameter'),
      twin.throats.map((t) => 2 * t.widest),
      5,
    );
    const apart = (p: readonly number[], q: readonly number[]): number =>
      Math.hypot(...p.map((n, i) => n - q[i]!));
    const ends = conns.map((pair) => pair.map((i) => twin.pores[i]!.centroid));
    close(
      column(throats, 'throat.direct_length'),
      ends.map(([p, q]) => apart(p!, q!)),
    );
    close(
      column(throats, 'throat.total_length'),
      ends.map(([p, q], i) => apart(p!, centres[i]!) + apart(centres[i]!, q!)),
    );
    const weights = directionWeights(DIRECTIONS_13, spacing);
    const areas = twin.throats.map(({ pairs }) =>
      pairs.reduce((sum, n, k) => {
        const offset = DIRECTIONS_13[k]!;
        const all = volumeOf(map3((i) => size[i] - Math.abs(offset[i])));
        if (n === 0) return sum;
        const perLength = n / (all * lengthOf(offset, spacing));
        return sum + 2 * weights[k]! * perLength * volumeOf(size) * voxel;
      }, 0),
    );
    close(column(throats, 'throat.cross_sectional_area'), areas);
    close(
      column(throats, 'throat.equivalent_diameter'),
      areas.map((area) => Math.sqrt((4 * area) / Math.PI)),
    );
    const byFaces = await networkOf(labels, { estimator: 'faces' });
    close(
      column(byFaces.throats, 'throat.cross_sectional_area'),
      twin.throats.map(({ pairs }) =>
        [0, 1, 2].reduce((sum, axis) => sum + (pairs[axis]! * voxel) / spacing[axis]!, 0),
      ),
    );
    const elsewhere = await labelsOf(ids, size, { spacing, origin }, bricked);
    expect(await networkOf(elsewhere, {}, bricked)).toEqual({ pores, throats });
  });
});

describe('drawn networks', () => {
  test('a chain of three rooms and a door', async () => {
    // Along x: a room of 6×5×5, a door of 2×3×1 (label 7), a room of 5×5×5; walls of one voxel
    // around.
    const size: Vec3 = [15, 7, 7];
    const room = (x0: number, x1: number) =>
      drawn(size, (x, y, z) => x >= x0 && x < x1 && Math.min(y, z) >= 1 && Math.max(y, z) <= 5);
    const [first, second] = [room(1, 7), room(9, 14)];
    const door = drawn(size, (x, y, z) => x >= 7 && x < 9 && y >= 2 && y <= 4 && z === 3);
    const ids = Uint32Array.from(first, (n, i) => 2 * n + 7 * door[i]! + 4 * second[i]!);
    const { pores, throats } = await networkOf(await labelsOf(ids, size), { estimator: 'faces' });
    expect(column(pores, 'pore.region_label')).toEqual([2, 4, 7]);
    expect(column(pores, 'pore.volume')).toEqual([150, 125, 6]);
    expect(columns(pores, 'pore.coords')).toEqual([
      [3.5, 11, 7.5],
      [3, 3, 3],
      [3, 3, 3],
    ]);
    expect(column(pores, 'pore.inscribed_diameter')).toEqual([6, 6, 2]);
    expect(column(pores, 'pore.coordination_number')).toEqual([1, 1, 2]);
    expect(column(pores, 'pore.surface')).toEqual([0, 0, 0]);
    expect(column(throats, 'throat.conns[0]')).toEqual([0, 1]);
    expect(column(throats, 'throat.conns[1]')).toEqual([2, 2]);
    expect(columns(throats, 'throat.coords')[0]).toEqual([6.5, 8.5]);
    expect(column(throats, 'throat.cross_sectional_area')).toEqual([3, 3]);
    expect(column(throats, 'throat.inscribed_diameter')).toEqual([2, 2]);
    expect(column(throats, 'throat.total_length')).toEqual([4, 3.5]);
    expect(column(throats, 'throat.faces')).toEqual([3, 3]);
  });

  test('cc3d: areas of contacts of four voxels, by faces', async () => {
    const size: Vec3 = [2, 2, 2];
    const ids = new Uint32Array(8);
    [ids[0], ids[1], ids[2], ids[4]] = [1, 2, 3, 4];
    const labels = await labelsOf(ids, size, { spacing: [1.5, 10, 10] });
    const { throats } = await networkOf(labels, { estimator: 'faces' });
    expect(column(throats, 'throat.conns[0]')).toEqual([0, 0, 0]);
    expect(column(throats, 'throat.conns[1]')).toEqual([1, 2, 3]);
    expect(column(throats, 'throat.cross_sectional_area')).toEqual([100, 15, 15]);
  });

  test('labels that meet at an edge have no throat', async () => {
    const size: Vec3 = [4, 4, 4];
    const ids = Uint32Array.from(
      drawn(size, (x, y) => x < 2 === y < 2),
      (n, i) => n * (i % 4 < 2 ? 1 : 2),
    );
    expect((await networkOf(await labelsOf(ids, size))).throats.rows).toBe(0);
  });

  test('a contact in two bricks is one throat', async () => {
    const size: Vec3 = [70, 9, 8];
    const ids = Uint32Array.from({ length: volumeOf(size) }, (_, i) =>
      Math.floor(i / size[0]) % 9 < 4 ? 1 : 2,
    );
    const value = await networkOf(await labelsOf(ids, size, {}, bricked), {}, bricked);
    expect(value.throats.rows).toBe(1);
    expect(column(value.throats, 'throat.faces')).toEqual([70 * 8]);
    expect(column(value.throats, 'throat.coords[0]')).toEqual([34.5]);
    // Nothing is solid: no distance bounds a ball.
    expect(column(value.throats, 'throat.inscribed_diameter')).toEqual([Infinity]);
    expect(column(value.pores, 'pore.extended_diameter')).toEqual([Infinity, Infinity]);
  });
});

describe('of a mask', () => {
  test('its pores have all of its volume; as GraphML and CSV', async () => {
    const lab = new Lab(engine.engine);
    const size: Vec3 = [40, 24, 22];
    const centres: readonly Vec3[] = [
      [9, 11, 10],
      [21, 12, 11],
      [32, 12, 10],
    ];
    const data = drawn(size, (x, y, z) =>
      centres.some(([a, b, c]) => Math.hypot(x - a, y - b, z - c) < 7.5),
    );
    const scan = await lab.open({ data, size }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
    const mask = scan.threshold({ lo: 1 });
    const network = await mask.network();
    expect(network.pores.length).toBe(3);
    expect(network.throats.length).toBe(2);
    const volumes = Array.from(network.pores.column('pore.volume'));
    expect(volumes.reduce((sum, v) => sum + v, 0)).toBeCloseTo((await mask.count()) / 8, 9);
    expect(network.pores.columns[0]).toMatchObject({ name: 'pore.coords[0]', unit: 'µm' });
    const again = await mask.separate().network();
    expect(again.throats.toJSON()).toEqual(network.throats.toJSON());

    const graph = network.toGraphML();
    expect(graph.match(/<node id="\d+">/g)).toEqual(
      ['0', '1', '2'].map((id) => `<node id="${id}">`),
    );
    expect(graph.match(/<edge source="\d+" target="\d+">/g)).toHaveLength(2);
    expect(graph).toContain('for="node" attr.name="pore.coords[0]" attr.type="double"/>');
    expect(graph).toContain('attr.name="pore.xmin" attr.type="boolean"/>');
    const lines = network.toCSV().trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]!.split(',')).toEqual([
      ...network.pores.columnNames,
      ...network.throats.columnNames,
    ]);
    const dictionary = network.toOpenPNM();
    expect(Object.keys(dictionary).every((key) => /^(pore|throat)\.\w+$/.test(key))).toBe(true);
    const ends = [0, 1].map((i) => network.throats.column(`throat.conns[${String(i)}]`));
    expect(dictionary['throat.conns']).toEqual([0, 1].map((row) => ends.map((e) => e[row])));
    const coords = [0, 1, 2].map((i) => network.pores.column(`pore.coords[${String(i)}]`));
    expect(dictionary['pore.coords']).toEqual([0, 1, 2].map((row) => coords.map((c) => c[row])));
    expect(dictionary['pore.xmin']).toEqual([false, false, false]);
    expect(dictionary['pore.volume']).toEqual(volumes);
    const lengths = Object.entries(dictionary).map(([key, values]) => [key[0], values.length]);
    expect(lengths.every(([of, n]) => n === (of === 'p' ? 3 : 2))).toBe(true);
    // The third pore has no throat beside it.
    expect(lines[3]!.endsWith(','.repeat(network.throats.columns.length))).toBe(true);
  });

  test('without pores, and all pore', async () => {
    const lab = new Lab(engine.engine);
    const scan = await lab.open({ data: new Uint8Array(64), size: [4, 4, 4] });
    const none = await scan.threshold({ lo: 1 }).network();
    expect([none.pores.length, none.throats.length]).toEqual([0, 0]);
    expect(none.toGraphML()).toContain('<graph edgedefault="undirected">\n  </graph>');
    const all = await scan.threshold({ hi: 0 }).network();
    expect([all.pores.length, all.throats.length]).toEqual([1, 0]);
    expect(all.pores.row(0)).toMatchObject({
      'pore.volume': 64,
      'pore.extended_diameter': Infinity,
      'pore.inscribed_diameter': 4,
      'pore.surface': 1,
    });
    expect(all.toGraphML()).toContain('>INF<');
  });

  test('a single slice takes faces alone', async () => {
    const size: Vec3 = [6, 5, 1];
    const ids = Uint32Array.from({ length: 30 }, (_, i) => (i % 6 < 3 ? 1 : 2));
    const labels = await labelsOf(ids, size);
    expect(() => networkNode(labels)).toThrow(/estimator is 'crofton13'; allowed: 'faces'/);
    const { pores, throats } = await networkOf(labels, { estimator: 'faces' });
    expect(column(throats, 'throat.cross_sectional_area')).toEqual([5]);
    expect(column(pores, 'pore.zmin')).toEqual([0, 0]);
    expect(column(pores, 'pore.xmin')).toEqual([1, 0]);
  });

  test('bad input is refused', async () => {
    const lab = new Lab(engine.engine);
    const mask = (await lab.open({ data: new Uint8Array(8), size: [2, 2, 2] })).threshold({
      lo: 1,
    });
    await expect(mask.network({ minContrast: -1 })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
    await expect(mask.network({ estimator: 'cubes' as 'faces' })).rejects.toThrow(/'crofton13'/);
  });
});
