import type { Colouring } from './colouring.js';

/** Outlines of labels in a plane as SVG path data, one path per colour. */
export interface Outlines {
  /** Path data by colour index; coordinates are pixel corners, (0, 0) … (width, height). */
  readonly paths: readonly string[];
}

/**
 * Traces the pixel edges on which the label changes, also between two touching labels. An edge
 * takes the colour of the higher label beside it; edges in line and of one colour become one
 * stroke. The plane's own border is not drawn: particles go on behind it.
 */
export function outlinePaths(
  labels: ArrayLike<number>,
  [width, height]: readonly [number, number],
  { colourOf: colourOfLabel, colours }: Colouring,
): Outlines {
  const paths = Array.from({ length: colours }, () => '');
  const at = (x: number, y: number): number => labels[y * width + x]!;
  const colourOf = (a: number, b: number): number => (a === b ? -1 : colourOfLabel(Math.max(a, b)));

  const trace = (
    length: number,
    colourAt: (i: number) => number,
    stroke: (from: number, to: number) => string,
  ): void => {
    for (let i = 0; i < length;) {
      const colour = colourAt(i);
      let end = i + 1;
      while (end < length && colourAt(end) === colour) end += 1;
      if (colour >= 0) paths[colour] = paths[colour]! + stroke(i, end);
      i = end;
    }
  };

  for (let y = 1; y < height; y += 1)
    trace(
      width,
      (x) => colourOf(at(x, y - 1), at(x, y)),
      (from, to) => `M${String(from)} ${String(y)}H${String(to)}`,
    );
  for (let x = 1; x < width; x += 1)
    trace(
      height,
      (y) => colourOf(at(x - 1, y), at(x, y)),
      (from, to) => `M${String(x)} ${String(from)}V${String(to)}`,
    );
  return { paths };
}
