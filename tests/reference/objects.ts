type Triple = readonly [number, number, number];

/** The voxels of every object, by rising id. */
export function voxelsOfObjects(labels: ArrayLike<number>, size: Triple): Map<number, Triple[]> {
  const found = new Map<number, Triple[]>();
  for (let i = 0; i < labels.length; i++) {
    const id = labels[i]!;
    if (id === 0) continue;
    const p: Triple = [
      i % size[0],
      Math.floor(i / size[0]) % size[1],
      Math.floor(i / (size[0] * size[1])),
    ];
    found.set(id, [...(found.get(id) ?? []), p]);
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** The covariance of the bodies of voxels: each adds spacing²/12. */
export function covarianceTwin(voxels: readonly Triple[], spacing: Triple): number[][] {
  const points = voxels.map((p) => p.map((x, i) => x * spacing[i]!));
  const mean = [0, 1, 2].map((i) => points.reduce((s, p) => s + p[i]!, 0) / points.length);
  return [0, 1, 2].map((i) =>
    [0, 1, 2].map(
      (j) =>
        points.reduce((s, p) => s + (p[i]! - mean[i]!) * (p[j]! - mean[j]!), 0) / points.length +
        (i === j ? spacing[i]! ** 2 / 12 : 0),
    ),
  );
}

/**
 * Crossings between an object and all that is not, along an offset: closed, whatever lies beyond.
 */
export function crossingsTwin(voxels: readonly Triple[], offset: Triple): number {
  const own = new Set(voxels.map((p) => p.join()));
  let crossings = 0;
  for (const p of voxels)
    for (const sign of [1, -1])
      if (!own.has(p.map((x, i) => x + sign * offset[i]!).join())) crossings++;
  return crossings;
}

/**
 * Pairs of neighbouring voxels of two objects, by 'a,b' and the offset from the first of the 26 on.
 */
export function contactsTwin(
  labels: ArrayLike<number>,
  [nx, ny, nz]: Triple,
  offsets: readonly Triple[],
): Map<string, number[]> {
  const at = (x: number, y: number, z: number): number =>
    x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz ? 0 : labels[(z * ny + y) * nx + x]!;
  const found = new Map<string, number[]>();
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++)
        offsets.forEach(([u, v, w], k) => {
          const [p, q] = [at(x, y, z), at(x + u, y + v, z + w)];
          if (p === 0 || q === 0 || p === q) return;
          const key = `${String(Math.min(p, q))},${String(Math.max(p, q))}`;
          const counts = found.get(key) ?? offsets.map(() => 0);
          counts[k]! += 1;
          found.set(key, counts);
        });
  return found;
}

/**
 * Of every object, along each offset and both ways, the neighbours of its voxels that lie in the
 * volume and not in the object: all, and those in a phase.
 */
export function phaseContactsTwin(
  labels: ArrayLike<number>,
  phase: ArrayLike<number>,
  [nx, ny, nz]: Triple,
  offsets: readonly Triple[],
): Map<number, { all: number[]; inPhase: number[] }> {
  const found = new Map<number, { all: number[]; inPhase: number[] }>();
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) {
        const own = labels[(z * ny + y) * nx + x]!;
        if (own === 0) continue;
        const counts = found.get(own) ?? {
          all: offsets.map(() => 0),
          inPhase: offsets.map(() => 0),
        };
        found.set(own, counts);
        offsets.forEach(([a, b, c], k) => {
          for (const sign of [1, -1]) {
            const [u, v, w] = [x + sign * a, y + sign * b, z + sign * c];
            if (u < 0 || v < 0 || w < 0 || u >= nx || v >= ny || w >= nz) continue;
            const other = (w * ny + v) * nx + u;
            if (labels[other] === own) continue;
            counts.all[k]! += 1;
            if (phase[other] === 1) counts.inPhase[k]! += 1;
          }
        });
      }
  return new Map([...found].sort(([a], [b]) => a - b));
}
