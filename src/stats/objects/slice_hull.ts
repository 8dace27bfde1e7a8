// Convex hulls of slices by the monotone chain (Andrew).

/** One more than the greatest coordinate; its cube is below 2^53. */
const BASE = 65537;

/** Points by the coordinates along an axis, then the two others, three whole numbers in one. */
function sortedKeys(points: Float64Array, axis: number, u: number, v: number): Float64Array {
  const keys = new Float64Array(points.length / 3);
  for (let i = 0; i < keys.length; i += 1)
    keys[i] = (points[3 * i + axis]! * BASE + points[3 * i + u]!) * BASE + points[3 * i + v]!;
  return keys.sort();
}

/**
 * The points that are corners of the convex hull of all points in their slice across an axis
 * (Andrew, Inf. Process. Lett. 9, 1979, 216). Coordinates are whole numbers from 0 to 65,536, three
 * each. Exact.
 */
export function sliceHull(points: Float64Array, axis: number): Float64Array {
  const [u, v] = [0, 1, 2].filter((other) => other !== axis) as [number, number];
  const keys = sortedKeys(points, axis, u, v);
  const result = new Float64Array(points.length);
  let kept = 0;
  const chainU = new Float64Array(keys.length);
  const chainV = new Float64Array(keys.length);
  for (let start = 0; start < keys.length;) {
    const slice = Math.floor(keys[start]! / (BASE * BASE));
    const floor = slice * BASE * BASE;
    let end = start + 1;
    while (end < keys.length && keys[end]! < floor + BASE * BASE) end += 1;
    // Along one side of the slice forwards, and along the other backwards.
    for (const step of [1, -1]) {
      let length = 0;
      for (let k = step > 0 ? start : end - 1; k >= start && k < end; k += step) {
        const rest = keys[k]! - floor;
        const cu = Math.floor(rest / BASE);
        const cv = rest - cu * BASE;
        while (length > 1) {
          const [a, b] = [length - 2, length - 1];
          const turn =
            (chainU[b]! - chainU[a]!) * (cv - chainV[a]!) -
            (chainV[b]! - chainV[a]!) * (cu - chainU[a]!);
          if (turn > 0) break;
          length -= 1;
        }
        if (length > 0 && chainU[length - 1] === cu && chainV[length - 1] === cv) continue;
        chainU[length] = cu;
        chainV[length] = cv;
        length += 1;
      }
      // The first and last points of the way back are those of the way forwards.
      const [from, to] = step > 0 ? [0, length] : [1, length - 1];
      for (let k = from; k < to; k += 1) {
        result[3 * kept + axis] = slice;
        result[3 * kept + u] = chainU[k]!;
        result[3 * kept + v] = chainV[k]!;
        kept += 1;
      }
    }
    start = end;
  }
  return result.slice(0, 3 * kept);
}
