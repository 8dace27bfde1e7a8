// Shapes of footprints.
import type { ColumnMap } from './column_map.js';

/** Length over width of a set of columns, by the second moments of their squares. */
export function elongation(columns: Uint32Array, nu: number): number {
  let [su, sv, suu, suv, svv] = [0, 0, 0, 0, 0];
  for (const column of columns) {
    const u = column % nu;
    const v = (column - u) / nu;
    su += u;
    sv += v;
    suu += u * u;
    suv += u * v;
    svv += v * v;
  }
  const n = columns.length;
  const a = suu / n - (su / n) ** 2 + 1 / 12;
  const b = suv / n - (su * sv) / n ** 2;
  const c = svv / n - (sv / n) ** 2 + 1 / 12;
  const root = Math.sqrt(((a - c) / 2) ** 2 + b * b);
  return Math.sqrt(((a + c) / 2 + root) / Math.max((a + c) / 2 - root, 1e-9));
}

/** Whether columns lie at an end of a map of faces or beside one without a face. */
export function meetsEdge(columns: Uint32Array, { size: [nu, nv], at }: ColumnMap): boolean {
  return columns.some((column) => {
    const u = column % nu;
    const v = (column - u) / nu;
    if (u === 0 || v === 0 || u === nu - 1 || v === nv - 1) return true;
    return [-1, 1, -nu, nu].some((step) => Number.isNaN(at(column + step)));
  });
}
