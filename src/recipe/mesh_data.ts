import type { Vec3 } from './geometry.js';
import type { TableData } from './table_data.js';

/** A surface of triangles as plain data, as it leaves the engine. */
export interface MeshData {
  /** x, y, z of every vertex in `unit`, as the centres of voxels are: from `origin` on. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** Three vertices of every triangle, counter-clockwise as seen from outside. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** Of labels: the id of every triangle's object. */
  readonly ids: Uint32Array<ArrayBuffer> | null;
  /** Unit of length. */
  readonly unit: string;
  /** Position of the centre of the first voxel. */
  readonly origin: Vec3;
  /** 'closed': the volume's border is capped; 'open': the surface ends there. */
  readonly border: 'open' | 'closed';
  /** Area of all triangles, in unit². */
  readonly area: number;
  /** Volume that the surface encloses, in unit³; null where the border is open. */
  readonly volume: number | null;
  /** Of labels: `label`, `triangles`, `area` and `volume` of every object, by rising id. */
  readonly objects: TableData | null;
}
