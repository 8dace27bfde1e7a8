/**
 * The convex hull of points by trying all planes through three of them, and its widths by trying
 * all pairs.
 */
export function hullTwin(
  given: ArrayLike<number>,
  spacing: readonly [number, number, number],
): { volume: number; greatest: number; least: number } {
  const unique = new Map<string, number[]>();
  for (let i = 0; i < given.length; i += 3) {
    const point = [given[i]!, given[i + 1]!, given[i + 2]!];
    unique.set(point.join(), point);
  }
  const points = [...unique.values()];
  const cross = (u: number[], v: number[]): number[] =>
    [0, 1, 2].map((i) => u[(i + 1) % 3]! * v[(i + 2) % 3]! - u[(i + 2) % 3]! * v[(i + 1) % 3]!);
  const dot = (u: number[], v: number[]): number => u.reduce((sum, x, i) => sum + x * v[i]!, 0);
  const minus = (u: number[], v: number[]): number[] => u.map((x, i) => x - v[i]!);
  const length = (n: number[]): number => Math.hypot(...n.map((x, i) => x / spacing[i]!));

  const centre = [0, 1, 2].map((i) => points.reduce((s, p) => s + p[i]!, 0) / points.length);
  // Planes with all points on one side, by their normals reduced to lowest terms.
  const planes = new Map<string, { n: number[]; on: number[][] }>();
  const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));
  for (let i = 0; i < points.length; i++)
    for (let j = i + 1; j < points.length; j++)
      for (let k = j + 1; k < points.length; k++) {
        const a = points[i]!;
        let n = cross(minus(points[j]!, a), minus(points[k]!, a));
        if (n.every((x) => x === 0)) continue;
        const divisor = n.reduce(gcd, 0);
        n = n.map((x) => x / divisor);
        const heights = points.map((p) => dot(n, minus(p, a)));
        if (heights.some((h) => h > 0) && heights.some((h) => h < 0)) continue;
        if (heights.some((h) => h > 0)) n = n.map((x) => -x);
        planes.set(n.join(), { n, on: points.filter((_, p) => heights[p] === 0) });
      }
  let volume = 0;
  const edges: number[][] = [];
  for (const { n, on } of planes.values()) {
    // The facet as a polygon around its middle; points inside it or on its edges turn no corner.
    const middle = [0, 1, 2].map((i) => on.reduce((s, p) => s + p[i]!, 0) / on.length);
    const u = minus(
      on.find((p) => Math.hypot(...minus(p, middle)) > 1e-9)!,
      middle,
    );
    const v = cross(n, u);
    const angle = (p: number[]): number =>
      Math.atan2(
        dot(minus(p, middle), v) / Math.hypot(...v),
        dot(minus(p, middle), u) / Math.hypot(...u),
      );
    const corners = on.filter((p) =>
      // A corner of the facet: all others lie within half a turn as seen from it.
      isCorner(p, on, n),
    );
    corners.sort((p, q) => angle(p) - angle(q));
    corners.forEach((p, k) => {
      const q = corners[(k + 1) % corners.length]!;
      edges.push(minus(q, p));
      volume += Math.abs(dot(minus(p, centre), cross(minus(q, centre), minus(middle, centre)))) / 6;
    });
  }
  function isCorner(p: number[], on: number[][], n: number[]): boolean {
    return on.some((q) => {
      if (q === p) return false;
      const side = cross(n, minus(q, p));
      // All others to one side of pq, and none behind p on the line.
      return on.every((r) => {
        const s = dot(side, minus(r, p));
        return s > 0 || (s === 0 && dot(minus(r, p), minus(q, p)) >= 0);
      });
    });
  }
  const width = (n: number[]): number => {
    const heights = points.map((p) => dot(n, p));
    return (Math.max(...heights) - Math.min(...heights)) / length(n);
  };
  let least = Infinity;
  for (const { n } of planes.values()) least = Math.min(least, width(n));
  for (const e of edges)
    for (const f of edges) {
      const n = cross(e, f);
      if (n.some((x) => x !== 0)) least = Math.min(least, width(n));
    }
  let greatest = 0;
  for (const p of points)
    for (const q of points)
      greatest = Math.max(greatest, Math.hypot(...minus(p, q).map((x, i) => x * spacing[i]!)));
  return { volume, greatest, least };
}
