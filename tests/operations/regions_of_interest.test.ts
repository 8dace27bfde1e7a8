import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import {
  voxels,
  type Labels,
  type Mask,
  type Network,
  type Phases,
  type Volume,
} from '../../src/index.js';
import { OPERATIONS } from '../../src/operations/families.js';
import type { HandleKind } from '../../src/recipe/operation.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { equals } from '../../src/segmentation/equals.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { chordLengths } from '../../src/stats/chords.js';
import { measureNode } from '../../src/stats/measure.js';
import { centredLabels } from '../../src/stats/objects/centred_labels.js';
import { eulerNumber } from '../../src/stats/surface_area.js';
import { Random } from '../../src/synthetic/random.js';
import { Lab } from '../../src/volume/lab.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { blocks, expectTraffic } from '../ops/traffic.js';
import {
  chordsInside,
  contactsInside,
  detailsInside,
  edgesInside,
  eulerInside,
  neighboursInside,
  objectsInside,
  pairsInside,
  segmentsInside,
  valuesIn,
  type Voxels,
} from '../reference/regions.js';
import { inBox, inCylinder, inEllipsoid, rasterised } from '../reference/shapes.js';
import { calledOn, handlesOf, argumentsOf, callMethod, sampleNetwork } from './samples.js';
import { testDevice } from '../harness.js';

// `within` of every measure: a region of the whole volume changes nothing, and of any region the
// numbers are those of plain loops.

const SIZE = [37, 14, 11] as const;
let lab: Lab;
let handles: Readonly<Record<HandleKind, object>>;
let volume: Volume;
let mask: Mask;
let phases: Phases<'pore' | 'binder' | 'active'>;
let labels: Labels;
/** All voxels; and a region of no simple form, which cuts objects. */
let whole: Mask;
let region: Mask;
const plain: Record<'volume' | 'mask' | 'phases' | 'labels' | 'region', Voxels> = {} as never;

beforeAll(async () => {
  lab = await openEngine({ device: await testDevice() });
  const random = new Random(4);
  const n = SIZE[0] * SIZE[1] * SIZE[2];
  const centres = Array.from({ length: 24 }, () => SIZE.map((m) => random.uniform() * m));
  const data = new Uint8Array(n).map((_, i) => {
    const at = [i % 37, Math.floor(i / 37) % 14, Math.floor(i / 518)];
    const near = centres.findIndex((c) => Math.hypot(...c.map((x, k) => x - at[k]!)) < 3.2);
    return Math.round((near < 0 ? 40 : near % 2 === 0 ? 120 : 200) + 4 * random.normal());
  });
  volume = await lab.open({ data, size: SIZE }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
  handles = handlesOf(volume, await sampleNetwork(lab));
  ({ mask, phases } = handles as { mask: Mask; phases: typeof phases });
  labels = mask.separate();
  handles = { ...handles, labels };
  whole = volume.shape({ type: 'halfSpace', point: [-9, 0, 0], normal: [1, 0, 0] });
  region = regionOf(volume);
  for (const [name, grid] of Object.entries({ volume, mask, phases, labels, region }))
    plain[name as 'mask'] = { size: SIZE, data: (await grid.read()).data };
});
afterAll(() => lab.dispose());

/** A turned ellipsoid with a box cut out of it. */
function regionOf(scan: Volume): Mask {
  return scan
    .shape({ type: 'ellipsoid', center: [8, 3, 2.5], radii: [7, 3.4, 2.6], rotation: [0, 0, 12] })
    .subtract(scan.shape({ type: 'box', center: [10, 4, 2], size: [2, 1.5, 3] }));
}

/** A result as plain data without what depends on when and how it was computed. */
function bare(result: unknown, without: readonly string[] = []): unknown {
  if (ArrayBuffer.isView(result) || Array.isArray(result))
    return Array.from(result as ArrayLike<unknown>, (each) => bare(each, without));
  if (typeof result !== 'object' || result === null) return result;
  return Object.fromEntries(
    Object.entries(result)
      .filter(([name]) => name !== 'provenance' && !without.includes(name))
      .map(([name, value]) => [name, bare(value, without)]),
  );
}

const measuring = OPERATIONS.filter(({ gives }) => 'value' in gives).flatMap((operation) =>
  operation.of.map((kind) => ({ title: `${kind}.${operation.name}`, operation, kind })),
);

/** Measures that take no region, and what to do instead. */
const WITHOUT: Readonly<Record<string, string>> = {
  'mask.thresholds': 'no measure: it says how a mask was made',
  'phases.thresholds': 'no measure: it says how phases were made',
  'volume.can': 'of whole slices, in which it finds its region by itself',
  'mask.windings': 'of whole slices: and() a region',
  'mask.sheets': 'of whole columns: and() a region',
  'volume.outgrowths': 'of whole columns along the normal: crop',
  'volume.outgrowthSummary': 'of whole columns along the normal: crop',
  'volume.drift': 'of whole slices',
  'volume.register': 'of the fixed volume: mask',
  'volume.locate': 'of the slice: mask',
  'volume.calibrate': 'of the part that the fine scan covers: crop',
  'classifier.importance': 'of the marked voxels',
  'classifier.validate': 'of the marked voxels: and() a region',
  'classifier.confusion': 'of the marked voxels: and() a region',
  'classifier.json': 'no measure: what was learnt',
  'mask.electrodeTortuosity':
    'of the whole layer, whose surroundings are no interface: crop to a box',
  'surface.fit': 'of the mask it is made of: and() a region',
  'mask.mesh': 'a surface to draw: and() a region',
  'labels.mesh': 'a surface to draw: select() objects',
  'volume.mesh': 'a surface to draw',
};

test('every measure takes a region, or is known not to', () => {
  const lacking = measuring
    .filter(({ operation }) => !('within' in operation.options))
    .map(({ title }) => title);
  expect(lacking.sort()).toEqual(Object.keys(WITHOUT).sort());
});

/** Options besides `within`, where those of samples do not go with it. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'labels.sizeDistribution': { border: 'exclude' },
};

/** What a region takes away by what it states: intervals of blocks of the volume. */
const LACKS: Readonly<Record<string, readonly string[]>> = {
  'labels.sizeDistribution': ['interval', 'meanInterval', 'reason', 'meanReason'],
  'phases.interfaces': ['sampling'],
};

describe('a region of all voxels changes nothing', () => {
  test.each(measuring.filter(({ operation }) => 'within' in operation.options))(
    '$title',
    async ({ title, operation, kind }) => {
      const call = (more: Readonly<Record<string, unknown>>): Promise<unknown> =>
        callMethod(
          calledOn({ handles }, operation, kind),
          operation.name,
          argumentsOf(operation, { handles }, { ...OPTIONS[title], ...more }),
        ) as Promise<unknown>;
      const lacks = LACKS[title] ?? [];
      expect(bare(await call({ within: whole }), lacks)).toEqual(bare(await call({}), lacks));
    },
  );
});

describe('in bricks a region gives the same', () => {
  let bricked: TestEngine;
  let others: typeof handles;
  let there: Mask;
  beforeAll(async () => {
    bricked = await openTestEngine({ brick: [32, 5, 4] });
    const labThere = new Lab(bricked.engine);
    const scan = await labThere.open(
      { data: Uint8Array.from(plain.volume.data), size: SIZE },
      { spacing: [0.5, 0.5, 0.5], unit: 'µm' },
    );
    others = handlesOf(scan, await sampleNetwork(labThere));
    others = { ...others, labels: (others.mask as Mask).separate() };
    there = regionOf(scan);
  });
  afterAll(() => bricked.close());

  // Currents and flows are solved on the whole volume.
  const whole = ['mask.tortuosity', 'phases.conductivity', 'mask.permeability'];
  test.each(
    measuring.filter(
      ({ title, operation }) => 'within' in operation.options && !whole.includes(title),
    ),
  )('$title', async ({ title, operation, kind }) => {
    const call = (of: typeof handles, within: Mask): Promise<unknown> =>
      callMethod(
        calledOn({ handles: of }, operation, kind),
        operation.name,
        argumentsOf(operation, { handles: of }, { ...OPTIONS[title], within }),
      ) as Promise<unknown>;
    expect(bare(await call(others, there))).toEqual(bare(await call(handles, region)));
  });
});

describe('shapes as independently rasterised masks', () => {
  const grid = { size: SIZE, spacing: [0.5, 0.5, 0.5], origin: [0, 0, 0] } as const;
  test.each([
    [{ type: 'box', center: [8, 3, 2.5], size: [6, 3, 4] }, inBox([8, 3, 2.5], [6, 3, 4])],
    [
      { type: 'ellipsoid', center: [8, 3, 2.5], radii: [6, 3, 2] },
      inEllipsoid([8, 3, 2.5], [6, 3, 2]),
    ],
    [
      { type: 'cylinder', from: [4, 3, 0], to: [14, 3, 5], radius: 2 },
      inCylinder([4, 3, 0], [14, 3, 5], 2),
    ],
  ] as const)(
    'give the same porosity, number of particles and histogram: %j',
    async (shape, inside) => {
      const data = rasterised(grid, inside);
      const drawn = (
        await lab.open(
          { data: Uint8Array.from(data), size: SIZE },
          { spacing: [0.5, 0.5, 0.5], unit: 'µm' },
        )
      ).equals(1);
      const made = volume.shape(shape);
      const numbers = async (within: Mask): Promise<unknown> => [
        bare(await mask.fraction({ within })),
        await labels.count({ within }),
        bare(await volume.histogram({ within })),
      ];
      const found = await numbers(made);
      expect(found).toEqual(await numbers(drawn));
      expect(await made.count()).toBe(data.reduce((sum, n) => sum + n, 0));
      expect((await mask.fraction({ within: made })).voxels).toBe(
        valuesIn(plain.mask, { size: SIZE, data }).reduce((sum, n) => sum + n, 0),
      );
    },
  );
});

test('mask.count counts voxels of both', async () => {
  expect(await mask.count({ within: region })).toBe(
    valuesIn(plain.mask, plain.region).reduce((sum, n) => sum + n, 0),
  );
});

test('thickness and the size curves count voxels of the region, with balls of the whole', async () => {
  const both = mask.and(region);
  const inside: Voxels = { size: SIZE, data: (await both.read()).data };
  const expected = async (diameters: Volume): Promise<number[]> =>
    valuesIn({ size: SIZE, data: (await diameters.read()).data }, inside);
  const thick = await expected(mask.localThickness());
  const found = await mask.thickness({ within: region });
  expect(found.voxels).toBe(thick.length);
  expect(found.max).toBeCloseTo(Math.max(...thick), 6);
  expect(found.mean).toBeCloseTo(thick.reduce((sum, d) => sum + d, 0) / thick.length, 6);
  // Balls that the border of the region cuts would be smaller.
  expect((await both.thickness()).mean).toBeLessThan(found.mean!);
  const curve = await mask.granulometry({ within: region, diameters: [voxels(2), voxels(4)] });
  expect(Array.from(curve.voxels)).toEqual(
    [1, 2].map((least) => thick.filter((d) => d > least - 1e-5).length),
  );
  expect(curve.total).toBe(thick.length);
  const entered = await expected(mask.intrusion({ faces: ['x0'] }));
  const intruded = await mask.porosimetry({ within: region, faces: ['x0'], diameters: [1, 2] });
  expect(Array.from(intruded.voxels)).toEqual(
    [1, 2].map((least) => entered.filter((d) => d > least - 1e-5).length),
  );
  const pores = await volume.threshold({ lo: -1 }).and(mask.invert()).and(region).count();
  expect((await mask.separation({ within: region })).voxels).toBe(pores);
});

describe('objects of a region', () => {
  test.each(['centre', 'whole', 'touching'] as const)('by rule %s', async (inside) => {
    const ids = objectsInside(plain.labels, plain.region, inside);
    const all = new Set(Array.from(plain.labels.data)).size - 1;
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThan(all);
    expect(await labels.count({ within: region, inside })).toBe(ids.length);
    const columns = ['label', 'voxels', 'surfaceAreaFaces', 'contacts', 'borderWeight'];
    const table = await labels.measure({ within: region, inside, columns });
    const every = await labels.measure({ columns });
    expect([...table.column('label')]).toEqual(ids);
    // Measured whole, as without a region.
    for (const name of columns) {
      const known = new Map<number, number>();
      every.column('label').forEach((id: number, i: number) => {
        known.set(id, every.column(name)[i]!);
      });
      expect([...table.column(name)], name).toEqual(ids.map((id) => known.get(id)));
    }
    const sizes = await labels.sizeDistribution({ within: region, inside, border: 'include' });
    expect(sizes.count).toBe(ids.length);
    const voxelsOf = await labels.measure({
      within: region,
      inside,
      columns: ['equivalentDiameter'],
    });
    expect([...sizes.curve.diameter]).toEqual(
      [...voxelsOf.column('equivalentDiameter')].sort((a, b) => a - b),
    );
    expect(sizes.number.d50.interval).toBe(null);
    expect(sizes.number.reason).toMatch(/region/);
  });

  test('by their part in it', async () => {
    const cut = new Map<number, number>();
    Array.from(plain.labels.data).forEach((id, i) => {
      if (id !== 0 && plain.region.data[i] !== 0) cut.set(id, (cut.get(id) ?? 0) + 1);
    });
    const ids = [...cut.keys()].sort((a, b) => a - b);
    expect(await labels.count({ within: region, inside: 'part' })).toBe(ids.length);
    const table = await labels.measure({
      within: region,
      inside: 'part',
      columns: ['label', 'voxels'],
    });
    expect([...table.column('label')]).toEqual(ids);
    expect([...table.column('voxels')]).toEqual(ids.map((id) => cut.get(id)));
  });

  test('in bricks the centroids that lie in it are the same', async () => {
    const bricked = await openTestEngine({ brick: [32, 5, 4] });
    const source = async (of: Voxels): Promise<Node> =>
      bricked.source(Uint8Array.from(of.data), SIZE, { spacing: [0.5, 0.5, 0.5] });
    const objects = makeNode(toLabels, { volume: await source(plain.labels) });
    const inside = makeNode(equals, { grid: await source(plain.region) }, { values: [1] });
    const chosen = makeNode(centredLabels, { mask: inside, measures: measureNode(objects) });
    const bits = (await bricked.value(chosen)) as Uint32Array;
    const ids = Array.from({ length: 32 * bits.length }, (_, id) => id).filter(
      (id) => ((bits[id >>> 5]! >>> (id & 31)) & 1) === 1,
    );
    expect(ids).toEqual(objectsInside(plain.labels, plain.region, 'centre'));
    await bricked.close();
  });

  test('contacts are those in it', async () => {
    const pairs = await labels.contacts({ within: region, estimator: 'faces' });
    const found = new Map(
      [...pairs.column('a')].map((a, i) => [
        `${String(a)},${String(pairs.column('b')[i])}`,
        pairs.column('faces')[i],
      ]),
    );
    expect(found).toEqual(contactsInside(plain.labels, plain.region));
    expect(found.size).toBeGreaterThan(0);
  });

  test('a rule needs a region, and weights the whole volume', async () => {
    await expect(async () => labels.count({ inside: 'whole' })).rejects.toThrow(/`within` too/);
    await expect(async () => labels.sizeDistribution({ within: region })).rejects.toThrow(
      /'exclude' or 'include'/,
    );
  });
});

describe.each(['x', 'y', 'z'] as const)('along %s', (axis) => {
  const along = { x: 0, y: 1, z: 2 }[axis] as 0 | 1 | 2;

  test('chords of the region are those of a plain loop', async () => {
    const chords = chordsInside(plain.mask, plain.region, along);
    for (const edges of ['exclude', 'include'] as const) {
      const { counts } = await mask.chordLengths({ within: region, axis, edges });
      const wanted = new Array<number>(SIZE[along]).fill(0);
      for (const { length, cut } of chords)
        if (edges === 'include' || !cut) wanted[length - 1]! += 1;
      expect([...counts]).toEqual(wanted);
    }
    expect(chords.some(({ cut }) => cut) && chords.some(({ cut }) => !cut)).toBe(true);
  });

  test('segments that lie in the region are those of a plain loop', async () => {
    const { probability } = await mask.linealPath({ within: region, axis });
    expect([...probability]).toEqual(segmentsInside(plain.mask, plain.region, along));
  });

  test('pairs of points in the region are those of a plain loop', async () => {
    const far = voxels(5);
    const found = await mask.twoPoint({ within: region, along: axis, maxDistance: far });
    const { pairs, both } = pairsInside([plain.mask, plain.mask], plain.region, 6, along);
    expect([...found.pairs]).toEqual(pairs);
    expect([...found.probability]).toEqual(both.map((n, k) => n / 2 / pairs[k]!));
  });
});

test('pairs of points of all orientations, of one mask and of two', async () => {
  const other = volume.threshold({ lo: 150 });
  const second: Voxels = { size: SIZE, data: (await other.read()).data };
  const inRegion = (of: Voxels): number => valuesIn(of, plain.region).reduce((a, b) => a + b, 0);
  const total = inRegion(plain.region);
  for (const directions of [undefined, 4096]) {
    const how = { within: region, maxDistance: voxels(4), directions };
    const { pairs, both, differ } = pairsInside([plain.mask, plain.mask], plain.region, 5);
    const found = await mask.twoPoint(how);
    expect([...found.pairs]).toEqual(pairs);
    expect([...found.probability]).toEqual(both.map((n, k) => n / 2 / pairs[k]!));
    expect(found.fractions[0]).toBe(inRegion(plain.mask) / total);
    expect(differ[1]).toBeGreaterThan(0);
    const two = pairsInside([plain.mask, second], plain.region, 5);
    const cross = await mask.twoPoint({ ...how, other });
    // A voxel with itself counts in both orders.
    expect([...cross.pairs]).toEqual(pairs.map((n) => 2 * n));
    expect([...cross.probability]).toEqual(two.both.map((n, k) => n / (2 * pairs[k]!)));
    expect(cross.fractions).toEqual([inRegion(plain.mask) / total, inRegion(second) / total]);
  }
});

test('Euler numbers, of the part and of the cells in the region', async () => {
  const both = mask.and(region);
  const voxel = 0.125;
  const total = valuesIn(plain.region, plain.region).length;
  for (const connectivity of [6, 26] as const) {
    const open = await mask.eulerNumber({ within: region, connectivity, border: 'open' });
    const twin = eulerInside(plain.mask, plain.region, connectivity);
    expect(open.value).toBe(twin.value);
    expect(open.connectivityDensity).toBe((1 - twin.value) / (twin.cells * voxel));
    const closed = await mask.eulerNumber({ within: region, connectivity });
    expect(closed.value).toBe((await both.eulerNumber({ connectivity })).value);
    expect(closed.connectivityDensity).toBe((1 - closed.value) / (total * voxel));
  }
  expect((await mask.meanBreadth({ within: region })).value).toBe((await both.meanBreadth()).value);
});

test('interfaces are those of pairs in the region', async () => {
  const names = ['pore', 'binder', 'active'];
  const twin = neighboursInside(plain.phases, plain.region);
  const total = valuesIn(plain.region, plain.region).length;
  const faces = await phases.interfaces({ within: region, estimator: 'faces' });
  const axes = ['1,0,0', '0,1,0', '0,0,1'];
  expect(faces.pairs.length).toBe(3);
  for (const { phases: pair, area, perVolume, sampling } of faces.pairs) {
    const codes = pair.map((name) => names.indexOf(name)).join();
    const n = axes.map((axis) => twin.differ.get(`${axis}:${codes}`) ?? 0);
    expect(area).toBeCloseTo(0.25 * n.reduce((a, b) => a + b, 0), 9);
    expect(perVolume).toBeCloseTo(area / (total * 0.125), 9);
    expect(area).toBeGreaterThan(0);
    expect(sampling.interval).toBe(null);
  }
  names.forEach((name, code) => {
    const voxelsOf = valuesIn(plain.phases, plain.region).filter((n) => n === code).length;
    expect(faces.phases[name as 'pore'].voxels).toBe(voxelsOf);
    expect(faces.phases[name as 'pore'].fraction).toBe(voxelsOf / total);
  });
  // By crossings as the surface of a mask in the region.
  const found = await phases.interfaces({ within: region });
  const surface = await phases.phase('pore').surfaceArea({ within: region });
  expect(found.phases.pore.area).toBeCloseTo(surface.area, 9);
  expect(found.phases.pore.perVolume).toBeCloseTo(surface.perVolume, 9);
  expect(found.phases.pore.thin).toBe(surface.thin);
  // What is active is a part of what is in the region.
  const active = await phases.interfaces({ within: region, active: { pore: ['z0'] } });
  expect(active.phases.pore.voxels).toBe(found.phases.pore.voxels);
  for (const pair of active.pairs) expect(pair.active!.area).toBeLessThanOrEqual(pair.area);
});

test('triple lines are those of edges in the region', async () => {
  const twin = edgesInside(plain.phases, plain.region);
  const found = await phases.tripleLines({ within: region });
  expect(found.candidates).toBe(twin.all);
  expect(found.edges).toBe(twin.mixed);
  const edges = found.triples[0]!.edges.reduce((a, b) => a + b, 0);
  expect(edges).toBe(twin.triples.get('0,1,2') ?? 0);
  expect(edges).toBeGreaterThan(0);
  const total = valuesIn(plain.region, plain.region).length;
  expect(found.triples[0]!.length.rawPerVolume).toBeCloseTo((edges * 0.5) / (total * 0.125), 9);
});

test('contacts of objects with a phase are those in the region', async () => {
  const other = phases.phase('pore');
  const pore: Voxels = { size: SIZE, data: (await other.read()).data };
  const table = await labels.phaseContacts(other, { within: region, estimator: 'faces' });
  // Values of objects and, below 0, of the phase; 0 is neither.
  const joined: Voxels = {
    size: SIZE,
    data: Array.from(plain.labels.data, (id, i) => (id !== 0 ? id : pore.data[i] !== 0 ? -1 : 0)),
  };
  const { differ } = neighboursInside(joined, plain.region);
  const axes = ['1,0,0', '0,1,0', '0,0,1'];
  const ids = [...new Set(valuesIn(plain.labels, plain.region))]
    .filter((id) => id > 0)
    .sort((a, b) => a - b);
  expect([...table.column('label')]).toEqual(ids);
  ids.forEach((id, row) => {
    let [faces, all] = [0, 0];
    for (const [key, n] of differ) {
      const [direction, pair] = key.split(':') as [string, string];
      const values = pair.split(',').map(Number);
      if (!axes.includes(direction) || !values.includes(id)) continue;
      all += n;
      if (values.includes(-1)) faces += n;
    }
    expect(table.column('faces')[row]).toBe(faces);
    expect(table.column('surfaceArea')[row]).toBeCloseTo(0.25 * all, 9);
  });
});

test('noise is that of blocks in the region', async () => {
  const details = detailsInside(plain.volume, plain.region).sort((a, b) => a - b);
  expect(details.length).toBeGreaterThan(100);
  const noise = await volume.noise({ within: region });
  const median = details[Math.floor(details.length / 2)]!;
  // The median is interpolated within ±½ about a value.
  expect(Math.abs(noise * 0.674489750196082 * Math.sqrt(8) - median)).toBeLessThanOrEqual(0.5);
});

test('a region without a block has no noise', async () => {
  const thin = volume.shape({ type: 'box', center: [5, 3, 1], size: [9, 9, 0.5] });
  await expect(volume.noise({ within: thin })).rejects.toThrow(/^noise: within is .*blocks/);
});

test('a layer covers columns of the region', async () => {
  const columns = new Set<number>();
  const covered = new Set<number>();
  Array.from(plain.region.data).forEach((set, i) => {
    if (set === 0) return;
    columns.add(i % 518);
    if (plain.mask.data[i] !== 0) covered.add(i % 518);
  });
  const found = await mask.layer({ within: region });
  expect(found.coverage).toBe(covered.size / columns.size);
  expect(found.mean).toBe((await mask.and(region).layer()).mean);
});

test('percolation and networks take what lies outside as blocked', async () => {
  const both = mask.and(region);
  expect(bare(await mask.percolation({ within: region }))).toEqual(bare(await both.percolation()));
  const networks = async (of: PromiseLike<Network>): Promise<unknown> => {
    const { pores, throats } = await of;
    return [pores, throats].map((table) => table.columns.map(({ name, data }) => [name, ...data]));
  };
  expect(await networks(mask.network({ within: region }))).toEqual(await networks(both.network()));
  const cut = {
    size: SIZE,
    data: Uint32Array.from(plain.labels.data, (id, i) => (plain.region.data[i] === 0 ? 0 : id)),
  };
  const part = (await lab.open(cut, { spacing: [0.5, 0.5, 0.5], unit: 'µm' })).toLabels();
  expect(await networks(labels.network({ within: region }))).toEqual(
    await networks(part.network()),
  );
});

describe('transport in a region', () => {
  test('of a cylinder is over its own cross-section', async () => {
    const data = new Uint8Array(16 * 16 * 12).map((_, i) => (i % 16 < 8 ? 1 : 0));
    const slab = (await lab.open({ data, size: [16, 16, 12] })).equals(1);
    const cylinder = slab.shape({
      type: 'cylinder',
      from: [7.5, 7.5, -1],
      to: [7.5, 7.5, 12],
      radius: 6,
    });
    const { fraction, relative, tortuosityFactor, macMullin, percolatingFraction } =
      await slab.tortuosity({ axis: 'z', within: cylinder });
    // Straight along z: half of the cylinder conducts.
    expect(fraction).toBe(0.5);
    expect(percolatingFraction).toBe(0.5);
    expect(relative).toBeCloseTo(0.5, 4);
    expect(tortuosityFactor).toBeCloseTo(1, 4);
    expect(macMullin).toBeCloseTo(2, 4);
    const whole = slab.or(slab.invert());
    const phased = (await lab.open({ data, size: [16, 16, 12] })).toPhases({ a: 0, b: 1 });
    const mixed = await phased.conductivity({
      axis: 'z',
      coefficients: { a: 1, b: 3 },
      within: cylinder,
    });
    expect(mixed.relative).toBeCloseTo(2, 3);
    expect((await whole.tortuosity({ axis: 'z', within: cylinder })).relative).toBeCloseTo(1, 4);
  });

  test('a region that does not reach both ends is refused', async () => {
    await expect(mask.tortuosity({ axis: 'x', within: region })).rejects.toThrow(
      /^tortuosity: within is 'a region without voxels at the lower end of x'.*crop/,
    );
  });
});

test('a region takes the bytes that are stated', async () => {
  const bare = await openTestEngine();
  const voxelsAbove = async (lo: number): Promise<Node> =>
    makeNode(threshold, { volume: await blocks(bare) }, { lo });
  const [a, within] = [await voxelsAbove(1), await voxelsAbove(2)];
  const inputs = { mask: a, within };
  // Of two masks 1/8 B/voxel each; counts of 9 lengths twice, read and written; 256 kinds of cells.
  await expectTraffic(bare, makeNode(chordLengths, inputs, { axis: 'z' }), 'chordLengths', {
    dispatches: 1,
    perVoxel: 2 / 8,
    besides: 2 * 8 * 9,
  });
  const cells = makeNode(eulerNumber, inputs, { border: 'open' });
  await expectTraffic(bare, cells, 'eulerNumber', {
    dispatches: 1,
    perVoxel: 2 / 8,
    besides: 2 * 1024,
  });
  await bare.close();
});

test('an empty region has no objects and no voxels', async () => {
  const empty = volume.shape({ type: 'box', center: [90, 0, 0], size: 1 });
  expect(await mask.count({ within: empty })).toBe(0);
  expect(await labels.count({ within: empty })).toBe(0);
  expect((await labels.measure({ within: empty })).length).toBe(0);
  expect((await mask.thickness({ within: empty })).mean).toBe(null);
});
