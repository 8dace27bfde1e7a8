// Values where a table has none, from those around.

/** A table of values; NaN where there is none. */
interface Table {
  readonly values: Float32Array;
  readonly columns: number;
  readonly rows: number;
}

/** Every cell of the half as large table is the mean of those of four cells that have a value. */
function halved({ values, columns, rows }: Table): Table {
  const [w, h] = [Math.ceil(columns / 2), Math.ceil(rows / 2)];
  const out = new Float32Array(w * h).fill(NaN);
  for (let y = 0; y < h; y += 1)
    for (let x = 0; x < w; x += 1) {
      let [sum, seen] = [0, 0];
      for (let j = 2 * y; j < Math.min(rows, 2 * y + 2); j += 1)
        for (let i = 2 * x; i < Math.min(columns, 2 * x + 2); i += 1) {
          const value = values[j * columns + i]!;
          if (Number.isNaN(value)) continue;
          sum += value;
          seen += 1;
        }
      if (seen > 0) out[y * w + x] = sum / seen;
    }
  return { values: out, columns: w, rows: h };
}

/**
 * Fills cells without a value (NaN) by a pyramid: from the mean of ever larger blocks about them
 * (2, 4, 8 … cells), linear between the blocks' middles, so that what is filled goes over into what
 * was seen. Where blocks of `farthest` columns hold nothing it is 0. Cells with a value stay.
 */
export function fillUnseen(
  values: Float32Array<ArrayBuffer>,
  columns: number,
  rows: number,
  farthest: number,
): void {
  if (!values.some(Number.isNaN)) return;
  if (farthest < 2 || (columns === 1 && rows === 1)) {
    values.forEach((value, i) => {
      if (Number.isNaN(value)) values[i] = 0;
    });
    return;
  }
  const half = halved({ values, columns, rows });
  const coarse = half.values as Float32Array<ArrayBuffer>;
  fillUnseen(coarse, half.columns, half.rows, farthest / 2);
  const between = (place: number, count: number): readonly [number, number, number] => {
    const at = Math.min(count - 1, Math.max(0, place));
    const below = Math.min(Math.floor(at), Math.max(0, count - 2));
    return [below, Math.min(below + 1, count - 1), at - below];
  };
  for (let y = 0; y < rows; y += 1) {
    const [y0, y1, v] = between((y - 0.5) / 2, half.rows);
    for (let x = 0; x < columns; x += 1) {
      if (!Number.isNaN(values[y * columns + x]!)) continue;
      const [x0, x1, u] = between((x - 0.5) / 2, half.columns);
      const line = (row: number): number =>
        (1 - u) * coarse[row * half.columns + x0]! + u * coarse[row * half.columns + x1]!;
      values[y * columns + x] = (1 - v) * line(y0) + v * line(y1);
    }
  }
}
