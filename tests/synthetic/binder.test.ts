import { expect, test } from 'vitest';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { addBinder, syntheticCathode } from '../../src/synthetic/index.js';
import { localThicknessOf } from '../../src/synthetic/local_thickness.js';
import { checksum } from './checksum.js';

const size = [28, 26, 24] as const;
const spacing = [1, 1, 1] as const;
const grid = { size, spacing };
const { truth } = syntheticCathode({
  seed: 1,
  size,
  spacing,
  medianDiameter: 9,
  solidFraction: 0.5,
});
const active = Uint8Array.from(truth.labels, (label) => (label > 0 ? 1 : 0));
const voxels = active.length;
const fraction = 0.12;
const bridged = addBinder(active, grid, { kind: 'bridge', seed: 1, fraction });

const places = (phases: Uint8Array, phase: number): number[] =>
  [...phases.keys()].filter((i) => phases[i] === phase);
const at = (x: number, y: number, z: number): number => x + size[0] * (y + size[1] * z);
const placeOf = (i: number): [number, number, number] => [
  i % size[0],
  Math.floor(i / size[0]) % size[1],
  Math.floor(i / (size[0] * size[1])),
];
/** The phases across the faces of a voxel. */
const beside = (phases: Uint8Array, i: number): number[] => {
  const place = placeOf(i);
  return [0, 1, 2].flatMap((axis) =>
    [-1, 1].flatMap((step) => {
      const other = place.map((p, k) => (k === axis ? p + step : p)) as [number, number, number];
      return other[axis]! >= 0 && other[axis]! < size[axis]! ? [phases[at(...other)]!] : [];
    }),
  );
};

test('local thickness is the largest ball by its definition', () => {
  const [n, small] = [14, [14, 14, 14] as const];
  const set = Uint8Array.from({ length: n ** 3 }, (_, i) => {
    const [x, y, z] = [i % n, Math.floor(i / n) % n, Math.floor(i / (n * n))];
    return active[at(x, y, z)]!;
  });
  const found = localThicknessOf(set, small, spacing);
  const all = [...set.keys()].map((i) => [i % n, Math.floor(i / n) % n, Math.floor(i / (n * n))]);
  const between = (i: number, j: number): number =>
    all[i]!.reduce((sum, p, axis) => sum + (p - all[j]![axis]!) ** 2, 0);
  const [solid, pores] = [places(set, 1), places(set, 0)];
  // Balls by halves of a voxel about each pore voxel.
  const balls = pores.map((i) => {
    const squared = Math.min(...solid.map((j) => between(i, j)));
    return [i, Math.floor(2 * Math.sqrt(squared)) / 2] as const;
  });
  for (const i of pores) {
    const holding = balls.filter(([centre, radius]) => between(i, centre) < radius ** 2);
    expect(found[i]).toBe(2 * Math.max(...holding.map(([, radius]) => radius)));
  }
  for (const i of solid) expect(found[i]).toBe(0);
});

test('bridges fill the narrowest pores, to the fraction that is asked for', () => {
  expect(places(bridged, 1)).toEqual(places(active, 1));
  expect(places(bridged, 2)).toHaveLength(Math.round(fraction * voxels));
  const thickness = localThicknessOf(active, size, spacing);
  const widest = Math.max(...places(bridged, 2).map((i) => thickness[i]!));
  expect(Math.min(...places(bridged, 0).map((i) => thickness[i]!))).toBeGreaterThanOrEqual(widest);
});

test('clusters gather binder in some places', () => {
  const options = { kind: 'bridge', seed: 1, fraction, clusterLength: 4 } as const;
  const clustered = addBinder(active, grid, { ...options, clusters: 2 });
  expect(places(clustered, 2)).toHaveLength(Math.round(fraction * voxels));
  const scatter = (phases: Uint8Array): number => {
    const counts = new Float64Array(27);
    for (const i of places(phases, 2)) {
      const [x, y, z] = placeOf(i).map((p, k) => Math.floor((3 * p) / size[k]!));
      counts[x! + 3 * (y! + 3 * z!)]! += 1;
    }
    const mean = counts.reduce((sum, n) => sum + n, 0) / 27;
    return Math.sqrt(counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / 27) / mean;
  };
  expect(scatter(clustered)).toBeGreaterThan(1.3 * scatter(bridged));
});

test('a film lies on particles, and grows as fingers the more binder likes binder', () => {
  const faces = [0, 0.5, 0.9, 0.99].map((omega) => {
    const filmed = addBinder(active, grid, { kind: 'film', seed: 2, fraction, omega });
    const binder = places(filmed, 2);
    expect(binder).toHaveLength(Math.round(fraction * voxels));
    for (const i of binder)
      expect(
        beside(filmed, i).some((phase) => phase > 0),
        'binder that touches nothing',
      ).toBe(true);
    const touching = binder.filter((i) => beside(filmed, i).includes(1));
    return touching.length / binder.length;
  });
  // Without a liking for binder, all of it touches particles.
  expect(faces[0]).toBe(1);
  for (let i = 1; i < faces.length; i += 1) expect(faces[i]!).toBeLessThan(faces[i - 1]!);
});

test('the same seed gives the same bits on every engine', () => {
  expect(checksum(bridged)).toBe(2152725486);
  expect(checksum(addBinder(active, grid, { kind: 'film', seed: 2, fraction, omega: 0.5 }))).toBe(
    3813343574,
  );
});

test('refuses what is none', () => {
  const bridge = { kind: 'bridge', seed: 1, fraction } as const;
  const film = { kind: 'film', seed: 1, fraction, omega: 0 } as const;
  for (const wrong of [
    () => addBinder(active.slice(1), grid, bridge),
    () => addBinder(active, grid, { ...bridge, fraction: 0.6 }),
    () => addBinder(active, grid, { ...bridge, fraction: 0 }),
    () => addBinder(active, grid, { ...bridge, clusters: -1 }),
    () => addBinder(active, grid, { ...film, omega: 1 }),
    () => addBinder(new Uint8Array(voxels), grid, film),
    // More than the voxels that touch particles.
    () => addBinder(active, grid, { ...film, fraction: 0.45 }),
  ])
    expect(wrong).toThrow(VoxmetryError);
});
