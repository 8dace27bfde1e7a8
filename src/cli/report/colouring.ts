// Colours of labels, so that two which touch in a picture never share one.

/** A plane of labels; 0 is background. */
export interface LabelPlane {
  readonly labels: ArrayLike<number>;
  readonly size: readonly [number, number];
}

/** Which labels touch which, across edges or corners of pixels, in any of the planes. */
function contacts(planes: readonly LabelPlane[]): Map<number, Set<number>> {
  const touching = new Map<number, Set<number>>();
  const touched = (label: number): Set<number> => {
    const known = touching.get(label) ?? new Set<number>();
    touching.set(label, known);
    return known;
  };
  for (const {
    labels,
    size: [width, height],
  } of planes)
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const own = labels[y * width + x]!;
        if (own === 0) continue;
        const of = touched(own);
        for (const [dx, dy] of [
          [1, 0],
          [-1, 1],
          [0, 1],
          [1, 1],
        ] as const) {
          const [u, v] = [x + dx, y + dy];
          if (u < 0 || u >= width || v >= height) continue;
          const other = labels[v * width + u]!;
          if (other === 0 || other === own) continue;
          of.add(other);
          touched(other).add(own);
        }
      }
  return touching;
}

/** A colour for each label: 0, 1, …, of `colours`. */
export interface Colouring {
  readonly colourOf: (label: number) => number;
  readonly colours: number;
}

/**
 * Colours the labels of some planes, each label the same in all of them, so that no two that touch
 * have one colour. Labels that touch the fewest others come last (smallest-last order: Matula and
 * Beck, J. ACM 30, 1983, 417), each takes the free colour that is used least, and a new one where
 * none of `least` is free.
 */
export function coloured(planes: readonly LabelPlane[], least: number): Colouring {
  const touching = contacts(planes);
  const used = new Array<number>(least).fill(0);
  const chosen = new Map<number, number>();
  for (const label of smallestLast(touching)) {
    const taken = new Set([...touching.get(label)!].map((other) => chosen.get(other)));
    let best = -1;
    used.forEach((count, colour) => {
      if (!taken.has(colour) && (best < 0 || count < used[best]!)) best = colour;
    });
    if (best < 0) best = used.push(0) - 1;
    used[best]! += 1;
    chosen.set(label, best);
  }
  return { colourOf: (label) => chosen.get(label) ?? 0, colours: used.length };
}

/** Labels such that each touches few of those before it. */
function smallestLast(touching: ReadonlyMap<number, ReadonlySet<number>>): number[] {
  const degrees = new Map([...touching].map(([label, others]) => [label, others.size]));
  const byDegree: Set<number>[] = [];
  const put = (label: number, degree: number): void => {
    (byDegree[degree] ??= new Set()).add(label);
  };
  for (const [label, degree] of degrees) put(label, degree);
  const order: number[] = [];
  for (let least = 0; order.length < touching.size;) {
    const [label] = byDegree[least] ?? [];
    if (label === undefined) {
      least += 1;
      continue;
    }
    byDegree[least]!.delete(label);
    degrees.delete(label);
    order.push(label);
    for (const other of touching.get(label)!) {
      const degree = degrees.get(other);
      if (degree === undefined) continue;
      byDegree[degree]!.delete(other);
      degrees.set(other, degree - 1);
      put(other, degree - 1);
    }
    least = Math.max(0, least - 1);
  }
  return order.reverse();
}
