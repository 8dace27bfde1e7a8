// The top of an outgrowth, by a fitted quadric.

/** The top of a surface about a column. */
export interface Peak {
  readonly height: number;
  /** The height of the fit in the middle. */
  readonly middle: number;
  /** Second derivatives along both axes, per column². */
  readonly curvature: readonly [number, number];
  /** Columns that were fitted. */
  readonly columns: number;
}

/** Solves a small linear system by Gauss with pivots; undefined where it is singular. */
function solved(rows: number[][]): number[] | undefined {
  const n = rows.length;
  for (let i = 0; i < n; i++) {
    let best = i;
    for (let j = i + 1; j < n; j++)
      if (Math.abs(rows[j]![i]!) > Math.abs(rows[best]![i]!)) best = j;
    [rows[i], rows[best]] = [rows[best]!, rows[i]!];
    const own = rows[i]!;
    if (Math.abs(own[i]!) < 1e-9) return undefined;
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      const part = rows[j]![i]! / own[i]!;
      for (let k = i; k <= n; k++) rows[j]![k]! -= part * own[k]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

/**
 * Fits a + b·x + c·y + d·x² + e·x·y + f·y² to the heights about a column, at most `reach` away, by
 * least squares. The height is that of the vertex where it is a maximum within a column of the
 * middle, and that in the middle otherwise. Undefined of fewer than 9 columns.
 */
export function fittedPeak(
  heightAt: (u: number, v: number) => number,
  u: number,
  v: number,
  reach: number,
): Peak | undefined {
  const rows = Array.from({ length: 6 }, () => new Array<number>(7).fill(0));
  let columns = 0;
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) {
      if (x * x + y * y > reach * reach + 1) continue;
      const height = heightAt(u + x, v + y);
      if (Number.isNaN(height)) continue;
      const terms = [1, x, y, x * x, x * y, y * y, height];
      for (let i = 0; i < 6; i++) for (let j = 0; j < 7; j++) rows[i]![j]! += terms[i]! * terms[j]!;
      columns++;
    }
  if (columns < 9) return undefined;
  const fit = solved(rows);
  if (fit === undefined) return undefined;
  const [a, b, c, d, e, f] = fit as [number, number, number, number, number, number];
  const determinant = 4 * d * f - e * e;
  const x = (e * c - 2 * f * b) / determinant;
  const y = (e * b - 2 * d * c) / determinant;
  const isTop = d < 0 && determinant > 0 && x * x + y * y <= 2;
  return {
    middle: a,
    height: isTop ? a + (b * x + c * y) / 2 : a,
    curvature: [2 * d, 2 * f],
    columns,
  };
}
