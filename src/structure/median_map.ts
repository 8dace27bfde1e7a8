/**
 * The median of a map of whole numbers in a window of `width` × `width` places about each, over the
 * places inside the map that have a value; where their number is even, the mean of the middle two.
 * A histogram slides along each row (Huang, Yang and Tang, IEEE Trans. Acoust. 27, 1979, 13,
 * https://doi.org/10.1109/TASSP.1979.1163188). Where a window holds nothing, the mean of neighbours
 * that are known, from there inwards.
 */
export function medianMap(
  values: Uint32Array,
  isThere: (place: number) => boolean,
  [nu, nv]: readonly [number, number],
  width: number,
): Float64Array {
  const reach = Math.floor(width / 2);
  const highest = values.reduce((a, b) => Math.max(a, b), 0);
  const out = new Float64Array(nu * nv).fill(NaN);
  const counts = new Uint32Array(highest + 1);
  for (let v = 0; v < nv; v++) {
    counts.fill(0);
    let inside = 0;
    // A rank is found from the last one: neighbouring medians differ little.
    let at = 0;
    let below = 0;
    const [top, bottom] = [Math.max(0, v - reach), Math.min(nv - 1, v + reach)];
    const change = (u: number, by: 1 | -1): void => {
      for (let row = top; row <= bottom; row++) {
        const place = row * nu + u;
        if (!isThere(place)) continue;
        const value = values[place]!;
        counts[value]! += by;
        inside += by;
        if (value < at) below += by;
      }
    };
    for (let u = 0; u < Math.min(reach, nu); u++) change(u, 1);
    for (let u = 0; u < nu; u++) {
      if (u + reach < nu) change(u + reach, 1);
      if (u > reach) change(u - reach - 1, -1);
      if (inside === 0) continue;
      const ranked = (rank: number): number => {
        while (below > rank) below -= counts[--at]!;
        while (below + counts[at]! <= rank) below += counts[at++]!;
        return at;
      };
      const low = ranked(Math.floor((inside - 1) / 2));
      out[v * nu + u] = (low + ranked(Math.floor(inside / 2))) / 2;
    }
  }
  return filled(out, [nu, nv]);
}

/** Fills what is not known ring by ring from what is; there must be something. */
function filled(map: Float64Array, [nu, nv]: readonly [number, number]): Float64Array {
  let open = Array.from(map.keys()).filter((i) => Number.isNaN(map[i]!));
  while (open.length > 0) {
    const known = open.flatMap((i) => {
      const [u, v] = [i % nu, Math.floor(i / nu)];
      const near = [
        ...(u > 0 ? [map[i - 1]!] : []),
        ...(u + 1 < nu ? [map[i + 1]!] : []),
        ...(v > 0 ? [map[i - nu]!] : []),
        ...(v + 1 < nv ? [map[i + nu]!] : []),
      ].filter((value) => !Number.isNaN(value));
      return near.length === 0 ? [] : [[i, near.reduce((a, b) => a + b) / near.length] as const];
    });
    if (known.length === 0) break;
    for (const [i, value] of known) map[i] = value;
    open = open.filter((i) => Number.isNaN(map[i]!));
  }
  return map;
}
