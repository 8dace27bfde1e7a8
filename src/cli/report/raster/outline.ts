// Outlines of lines and dots as polygons.

/** A place in pixels, y downwards. */
export type Point = readonly [x: number, y: number];

const CORNERS = 12;

/** A dot as a polygon. */
export function dot([x, y]: Point, radius: number): Point[] {
  return Array.from({ length: CORNERS }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / CORNERS;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

/**
 * A line of some width as polygons, all turning the same way: a quadrangle a piece, a dot where two
 * meet. `round` ends have a dot as well.
 */
export function lineOutline(points: readonly Point[], width: number, round: boolean): Point[][] {
  const half = width / 2;
  const pieces: Point[][] = [];
  points.forEach((point, i) => {
    if (round || (i > 0 && i < points.length - 1)) pieces.push(dot(point, half));
    const next = points[i + 1];
    if (next === undefined) return;
    const [dx, dy] = [next[0] - point[0], next[1] - point[1]];
    const length = Math.hypot(dx, dy);
    if (length === 0) return;
    const [u, v] = [(-dy / length) * half, (dx / length) * half];
    pieces.push([
      [point[0] - u, point[1] - v],
      [next[0] - u, next[1] - v],
      [next[0] + u, next[1] + v],
      [point[0] + u, point[1] + v],
    ]);
  });
  return pieces;
}
