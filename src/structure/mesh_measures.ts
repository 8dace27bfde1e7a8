// Area and enclosed volume of a surface of triangles, and of every object's.
import type { Vec3 } from '../recipe/geometry.js';
import type { MeshData } from '../recipe/mesh_data.js';
import type { TableData } from '../recipe/table_data.js';

/** What is summed over triangles. */
interface Sums {
  triangles: number;
  area: number;
  volume: number;
}

/** What is measured: places that `scale` makes lengths, and the triangles between them. */
export interface Measured extends Pick<MeshData, 'indices' | 'ids' | 'border' | 'unit'> {
  readonly at: Float32Array | Float64Array;
  readonly scale: Vec3;
}

/** Area and volume of a surface, in f64 from its places. */
export function measuresOf({
  at,
  scale,
  indices,
  ids,
  border,
  unit,
}: Measured): Pick<MeshData, 'area' | 'volume' | 'objects'> {
  const all: Sums = { triangles: 0, area: 0, volume: 0 };
  const byId = new Map<number, Sums>();
  const [sx, sy, sz] = scale;
  for (let t = 0; t < indices.length / 3; t += 1) {
    const [a, b, c] = [3 * indices[3 * t]!, 3 * indices[3 * t + 1]!, 3 * indices[3 * t + 2]!];
    const [ax, ay, az] = [sx * at[a]!, sy * at[a + 1]!, sz * at[a + 2]!];
    const [ux, uy, uz] = [sx * at[b]! - ax, sy * at[b + 1]! - ay, sz * at[b + 2]! - az];
    const [vx, vy, vz] = [sx * at[c]! - ax, sy * at[c + 1]! - ay, sz * at[c + 2]! - az];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const area = Math.sqrt(nx * nx + ny * ny + nz * nz) / 2;
    // The signed volume of the tetrahedron with the origin (divergence theorem).
    const volume = (ax * nx + ay * ny + az * nz) / 6;
    add(all, area, volume);
    if (ids === null) continue;
    const id = ids[t]!;
    let own = byId.get(id);
    if (own === undefined) byId.set(id, (own = { triangles: 0, area: 0, volume: 0 }));
    add(own, area, volume);
  }
  return {
    area: all.area,
    volume: border === 'closed' ? all.volume : null,
    objects: ids === null ? null : objectTable(byId, unit, border),
  };
}

function add(sums: Sums, area: number, volume: number): void {
  sums.triangles += 1;
  sums.area += area;
  sums.volume += volume;
}

function objectTable(
  byId: ReadonlyMap<number, Sums>,
  unit: string,
  border: 'open' | 'closed',
): TableData {
  const ids = Uint32Array.from(byId.keys()).sort();
  const column = (of: (sums: Sums) => number): Float64Array =>
    Float64Array.from(ids, (id) => of(byId.get(id)!));
  return {
    rows: ids.length,
    columns: [
      { name: 'label', unit: '', description: 'Id of the object.', data: ids },
      {
        name: 'triangles',
        unit: '',
        description: 'Triangles of its surface.',
        data: Uint32Array.from(ids, (id) => byId.get(id)!.triangles),
      },
      {
        name: 'area',
        unit: `${unit}²`,
        description: 'Area of its triangles.',
        data: column(({ area }) => area),
      },
      {
        name: 'volume',
        unit: `${unit}³`,
        description: 'Volume that they enclose; none (NaN) where the border is open.',
        data: column(({ volume }) => (border === 'closed' ? volume : NaN)),
      },
    ],
  };
}

/** Places of a surface's vertices from the first voxel on, in its unit. */
export function placesOf({ positions, origin }: MeshData): Float64Array {
  return Float64Array.from(positions, (n, i) => n - origin[i % 3]!);
}

/** A surface with other places, or other triangles of them, and what they measure. */
export function remeasured(
  mesh: MeshData,
  places: Float64Array,
  { indices, ids }: Pick<MeshData, 'indices' | 'ids'>,
): MeshData {
  const { unit, origin, border } = mesh;
  const positions = Float32Array.from(places, (n, i) => n + origin[i % 3]!);
  const measured = { at: places, scale: [1, 1, 1] as const, indices, ids, border, unit };
  return { positions, indices, ids, unit, origin, border, ...measuresOf(measured) };
}
