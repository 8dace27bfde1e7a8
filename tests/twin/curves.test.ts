import { expect, test } from 'vitest';
import { Random } from '../../src/synthetic/random.js';
import { curvesOf } from '../../src/twin/curves.js';
import { depths } from '../../src/synthetic/depths.js';

const size = [14, 12, 13] as const;
const spacing = [1, 1, 1] as const;
const random = new Random(4);
const data = Uint8Array.from({ length: 14 * 12 * 13 }, () => (random.uniform() < 0.6 ? 1 : 0));
const at = (x: number, y: number, z: number): number => data[x + 14 * (y + 12 * z)]!;

/** All lines of voxels along an axis, as text. */
function lines(axis: 0 | 1 | 2): string[] {
  const [u, v] = ([0, 1, 2] as const).filter((i) => i !== axis) as [0 | 1 | 2, 0 | 1 | 2];
  const all: string[] = [];
  for (let b = 0; b < size[v]; b += 1)
    for (let a = 0; a < size[u]; a += 1) {
      let line = '';
      for (let i = 0; i < size[axis]; i += 1) {
        const place: [number, number, number] = [0, 0, 0];
        [place[axis], place[u], place[v]] = [i, a, b];
        line += String(at(...place));
      }
      all.push(line);
    }
  return all;
}

const AXES = [0, 1, 2] as const;
const mean = (of: (axis: 0 | 1 | 2) => number): number => (of(0) + of(1) + of(2)) / 3;

test('curves are those of the definition', () => {
  const curves = curvesOf({ data, size, spacing });
  expect(curves.distances).toEqual([1, 2, 3, 4]);
  expect(curves.fraction).toBe(data.reduce((sum, value) => sum + value, 0) / data.length);
  for (const axis of AXES) {
    const faces = lines(axis).map((line) => line.match(/(?=01|10)/g)?.length ?? 0);
    const per = faces.reduce((sum, n) => sum + n, 0) / (faces.length * (size[axis] - 1));
    expect(curves.faces[axis]).toBeCloseTo(per, 12);
  }
  curves.distances.forEach((lag, k) => {
    const among = (is: (segment: string) => boolean): number =>
      mean((axis) => {
        const segments = lines(axis).flatMap((line) =>
          Array.from({ length: line.length - lag }, (_, i) => line.slice(i, i + lag + 1)),
        );
        return segments.filter(is).length / segments.length;
      });
    expect(curves.twoPoint[k]).toBeCloseTo(
      among((segment) => segment.startsWith('1') && segment.endsWith('1')),
      12,
    );
    expect(curves.linealPath[0][k]).toBeCloseTo(
      among((segment) => !segment.includes('0')),
      12,
    );
    expect(curves.linealPath[1][k]).toBeCloseTo(
      among((segment) => !segment.includes('1')),
      12,
    );
    const chords = (own: string, other: string): number =>
      mean((axis) => {
        const whole = lines(axis).flatMap(
          (line) => line.match(new RegExp(`(?<=${other})${own}+(?=${other})`, 'g')) ?? [],
        );
        return whole.filter((chord) => chord.length <= lag).length / whole.length;
      });
    expect(curves.chords[0][k]).toBeCloseTo(chords('1', '0'), 12);
    expect(curves.chords[1][k]).toBeCloseTo(chords('0', '1'), 12);
  });
});

test('depths are the least distances of all', () => {
  const stretched = [1, 1.5, 0.7] as const;
  for (const phase of [0, 1] as const) {
    const found = depths(data, size, stretched, phase);
    for (let i = 0; i < data.length; i += 37) {
      const place = [i % 14, Math.floor(i / 14) % 12, Math.floor(i / 168)] as const;
      let least = data[i] === phase ? Infinity : 0;
      for (let z = 0; z < 13; z += 1)
        for (let y = 0; y < 12; y += 1)
          for (let x = 0; x < 14; x += 1)
            if (at(x, y, z) !== phase) {
              const [a, b, c] = [x - place[0], (y - place[1]) * 1.5, (z - place[2]) * 0.7];
              least = Math.min(least, a * a + b * b + c * c);
            }
      expect(found[i]).toBeCloseTo(least, 4);
    }
  }
});
