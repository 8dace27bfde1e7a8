/** Triangles of one object, in the order of all. */
export interface TriangleGroup {
  readonly id: number;
  readonly from: number;
  readonly end: number;
}

/** Triangles by object: their numbers by rising id, in their own order within one. */
export function trianglesById(ids: Uint32Array): {
  readonly order: Uint32Array;
  readonly groups: readonly TriangleGroup[];
} {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  let from = 0;
  const groups = Array.from(Uint32Array.from(counts.keys()).sort(), (id): TriangleGroup => {
    const end = from + counts.get(id)!;
    const group = { id, from, end };
    from = end;
    return group;
  });
  const next = new Map(groups.map((group) => [group.id, group.from]));
  const order = new Uint32Array(ids.length);
  ids.forEach((id, t) => {
    const at = next.get(id)!;
    order[at] = t;
    next.set(id, at + 1);
  });
  return { order, groups };
}
