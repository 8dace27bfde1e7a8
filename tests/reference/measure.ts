type Triple = readonly [number, number, number];

/** What there is to measure of one object, from the lists of its voxels. */
export interface MeasuredTwin {
  readonly label: number;
  readonly voxels: number;
  readonly centroid: Triple;
  readonly min: Triple;
  readonly max: Triple;
  readonly touchesBorder: boolean;
  readonly distance: number;
  readonly mean: number;
  readonly std: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Objects of labels by rising id; `centroid` in voxels. */
export function measureTwin(
  labels: ArrayLike<number>,
  size: Triple,
  intensity?: ArrayLike<number>,
  distance?: ArrayLike<number>,
): MeasuredTwin[] {
  const voxels = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const id = labels[i]!;
    if (id === 0) continue;
    const list = voxels.get(id);
    if (list === undefined) voxels.set(id, [i]);
    else list.push(i);
  }
  const position = (i: number): Triple => [
    i % size[0],
    Math.floor(i / size[0]) % size[1],
    Math.floor(i / (size[0] * size[1])),
  ];
  return [...voxels]
    .sort(([a], [b]) => a - b)
    .map(([label, list]) => {
      const positions = list.map(position);
      const each = (f: (axis: 0 | 1 | 2) => number): Triple => [f(0), f(1), f(2)];
      const min = each((a) => Math.min(...positions.map((p) => p[a])));
      const max = each((a) => Math.max(...positions.map((p) => p[a])));
      const values = list.map((i) => intensity?.[i] ?? NaN).filter(Number.isFinite);
      const mean = values.reduce((a, v) => a + v, 0) / values.length;
      return {
        label,
        voxels: list.length,
        centroid: each((a) => positions.reduce((s, p) => s + p[a], 0) / list.length),
        min,
        max,
        touchesBorder: ([0, 1, 2] as const).some(
          (a) => size[a] > 1 && (min[a] === 0 || max[a] === size[a] - 1),
        ),
        distance: Math.max(...list.map((i) => distance?.[i] ?? NaN)),
        mean,
        std: Math.sqrt(values.reduce((a, v) => a + (v - mean) ** 2, 0) / values.length),
        lowest: values.length === 0 ? NaN : Math.min(...values) + 0,
        highest: values.length === 0 ? NaN : Math.max(...values) + 0,
      };
    });
}
