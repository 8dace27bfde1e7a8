import { expect, test } from 'vitest';
import { Random } from '../../src/synthetic/random.js';
import { foretold, type Point } from '../../src/twin/foretold.js';

/** The solution of A x = b by Cramer's rule, of three rows. */
function cramer(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const det = (m: readonly (readonly number[])[]): number =>
    m[0]![0]! * (m[1]![1]! * m[2]![2]! - m[1]![2]! * m[2]![1]!) -
    m[0]![1]! * (m[1]![0]! * m[2]![2]! - m[1]![2]! * m[2]![0]!) +
    m[0]![2]! * (m[1]![0]! * m[2]![1]! - m[1]![1]! * m[2]![0]!);
  return [0, 1, 2].map(
    (k) => det(a.map((row, i) => row.map((each, j) => (j === k ? b[i]! : each)))) / det(a),
  );
}

test('a plane is that of the normal equations, with the interval of a next point', () => {
  const random = new Random(5, [0, 0]);
  const points: Point[] = Array.from({ length: 9 }, () => {
    const a = random.normal();
    const b = 0.7 * a + random.normal();
    return { x: [a, b], y: 2 + 3 * a - b + 0.1 * random.normal() };
  });
  const rows = points.map(({ x }) => [1, ...x]);
  const normal = [0, 1, 2].map((i) =>
    [0, 1, 2].map((j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
  const right = [0, 1, 2].map((i) => rows.reduce((sum, row, k) => sum + row[i]! * points[k]!.y, 0));
  const plane = cramer(normal, right);
  const at = [1, 0.3, -2];
  const on = (row: readonly number[]): number =>
    row.reduce((s, each, i) => s + each * plane[i]!, 0);
  const squares = rows.reduce((sum, row, i) => sum + (points[i]!.y - on(row)) ** 2, 0);
  const leverage = cramer(normal, at).reduce((sum, each, i) => sum + each * at[i]!, 0);
  const { value, deviation, scatter, freedom } = foretold(at.slice(1), points);
  expect(freedom).toBe(6);
  expect(value).toBeCloseTo(on(at), 12);
  expect(scatter).toBeCloseTo(Math.sqrt(squares / 6), 12);
  expect(deviation).toBeCloseTo(Math.sqrt((squares / 6) * (1 + leverage)), 12);
});

test('a number that all points share, or that another tells, is left out', () => {
  const points = [1, 2, 3, 4, 5].map((a) => ({ x: [a, 7, 2 * a + 1], y: a ** 2 }));
  const alone = points.map(({ x, y }) => ({ x: [x[0]!], y }));
  expect(foretold([6, 9, -3], points).value).toBeCloseTo(foretold([6], alone).value, 12);
});

test('of few points the first known numbers alone are made use of, three points for each', () => {
  const random = new Random(6, [0, 0]);
  const points: Point[] = Array.from({ length: 7 }, () => ({
    x: [random.normal(), random.normal(), random.normal()],
    y: random.normal(),
  }));
  const known = (n: number, numbers: number) => {
    const of = points.slice(0, n).map(({ x, y }) => ({ x: x.slice(0, numbers), y }));
    return foretold([0.5, 0.5, 0.5].slice(0, numbers), of);
  };
  expect(known(7, 3)).toEqual(known(7, 2));
  expect(known(6, 3)).toEqual(known(6, 1));
  expect(known(7, 3).value).not.toBeCloseTo(known(7, 1).value, 3);
  expect(known(3, 3)).toEqual(known(3, 0));
});
