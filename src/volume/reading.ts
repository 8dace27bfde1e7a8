import type { OutputData, Provenance } from '../recipe/backend.js';
import type { GridArray } from '../recipe/dtype.js';
import { VoxmetryError } from '../recipe/errors.js';
import { AXIS_INDEX, map3, PLANE_AXES, type Axis, type Vec3 } from '../recipe/geometry.js';
import type { GridReading } from '../recipe/json.js';
import type { MeshData } from '../recipe/mesh_data.js';
import type { NetworkData, TableData } from '../recipe/table_data.js';
import type {
  GridKind,
  GridMeta,
  ResultMeta,
  ScalarMeta,
  ValueForm,
  ValueMeta,
} from '../recipe/meta.js';
import { isGridMeta } from '../recipe/op.js';
import { ContactTable } from './contact_table.js';
import { Mesh } from './mesh.js';
import { Network } from './network.js';
import { Plane } from './plane.js';
import type { WithProvenance } from './results.js';
import { Table } from './table.js';

/** A box of a grid on the host: values x fastest, tightly packed; masks as bytes 0 and 1. */
export interface GridData<A extends GridArray = GridArray> {
  /** What the values are: intensities, a mask, phases or labels. */
  readonly kind: GridKind;
  readonly data: A;
  /** Voxels along x, y, z. */
  readonly size: Vec3;
  /** Index of the first voxel in the grid. */
  readonly start: Vec3;
  readonly spacing: Vec3;
  readonly unit: string;
  /** Physical position of the centre of the first voxel. */
  readonly origin: Vec3;
  readonly provenance: Provenance;
}

/** What a user gets of a value of a form. */
interface Read<T> {
  plain: T;
  result: T & WithProvenance;
  table: Table;
  contacts: ContactTable;
  network: Network;
  mesh: Mesh;
}

/** What a query of a node gives. */
export type ReadOf<R extends ResultMeta> = R extends ScalarMeta
  ? number
  : R extends ValueMeta<infer T, infer F>
    ? Read<T>[F]
    : never;

/** How each form of a value is read: by name, so that a stored recipe is read in any lab. */
const READERS: {
  readonly [F in ValueForm]: (value: never, provenance: Provenance) => Read<unknown>[F];
} = {
  plain: (value: unknown) => value,
  result: (value: object, provenance) => ({ ...value, provenance }),
  table: ({ columns }: TableData, provenance) => new Table(columns, provenance),
  contacts: ({ columns }: TableData, provenance) => new ContactTable(columns, provenance),
  network: (network: NetworkData, provenance) => new Network(network, provenance),
  mesh: (mesh: MeshData, provenance) => new Mesh(mesh, provenance),
};

/** Reads what an engine gave for a node that yields no grid. */
export function readValue<R extends ResultMeta>(
  meta: R,
  output: OutputData,
  provenance: Provenance,
): ReadOf<R> {
  if (output.type !== 'value')
    throw new VoxmetryError(
      'internal',
      'A grid came where a value was asked for. Please report it.',
    );
  const form = meta.kind === 'value' ? meta.form : 'plain';
  // The op declares the type of its value, and its implementation is held to it; on the way through
  // a worker the compiler cannot follow.
  const reader = READERS[form] as (value: unknown, provenance: Provenance) => unknown;
  return reader(output.value, provenance) as ReadOf<R>;
}

/** Reads a box of a grid. */
export function readGrid<A extends GridArray>(
  { kind, spacing, unit, origin }: GridMeta,
  output: OutputData,
  provenance: Provenance,
): GridData<A> {
  const { data, region } = gridOf(output);
  return {
    kind,
    // The array of a storage is that of its handle's type.
    data: data as A,
    size: region.size,
    start: region.origin,
    spacing,
    unit,
    origin: map3((i) => origin[i] + region.origin[i] * spacing[i]),
    provenance,
  };
}

/** Reads a slice across an axis. */
export function readPlane<A extends GridArray>(
  { kind, spacing, unit }: GridMeta,
  across: Axis,
  output: OutputData,
  provenance: Provenance,
): Plane<A> {
  const { data, region } = gridOf(output);
  const axes = PLANE_AXES[across];
  const [u, v] = [AXIS_INDEX[axes[0]], AXIS_INDEX[axes[1]]];
  return new Plane<A>({
    kind,
    data: data as A,
    size: [region.size[u], region.size[v]],
    axes,
    spacing: [spacing[u], spacing[v]],
    unit,
    provenance,
  });
}

/** Reads any output as the query or the read that asked for it does. */
export function readOutput(
  meta: ResultMeta,
  reading: GridReading,
  output: OutputData,
  provenance: Provenance,
): unknown {
  if (!isGridMeta(meta)) return readValue(meta, output, provenance);
  return reading.across === undefined
    ? readGrid(meta, output, provenance)
    : readPlane(meta, reading.across, output, provenance);
}

function gridOf(output: OutputData): Extract<OutputData, { type: 'grid' }> {
  if (output.type !== 'grid')
    throw new VoxmetryError(
      'internal',
      'A value came where a grid was asked for. Please report it.',
    );
  return output;
}
