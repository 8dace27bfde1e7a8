import { meshFile, MESH_FORMATS, type MeshFormat } from '../exchange/mesh_file.js';
import type { Provenance } from '../recipe/backend.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import type { MeshData } from '../recipe/mesh_data.js';
import { Table } from './table.js';
import { named } from '../recipe/named.js';

/** A surface of triangles, in the unit of length of the volume. */
export class Mesh {
  /**
   * x, y, z of every vertex, in `unit`: where the centres of voxels are, so that the first voxel's
   * centre is `origin`. They are the mesh's own: do not change them.
   */
  readonly positions: Float32Array;
  /** Three vertices of every triangle, counter-clockwise as seen from outside. */
  readonly indices: Uint32Array;
  /** Of labels: the id of every triangle's object; null of a mask and of a volume. */
  readonly ids: Uint32Array | null;
  /** Unit of length. */
  readonly unit: string;
  /** Position of the centre of the first voxel. */
  readonly origin: Vec3;
  /** 'closed': the volume's border is capped; 'open': the surface ends there. */
  readonly border: 'open' | 'closed';
  /** Area of all triangles, in unit². */
  readonly area: number;
  /**
   * Volume that the surface encloses, in unit³, by the divergence theorem; null where the border is
   * open.
   */
  readonly volume: number | null;
  /**
   * Of labels: `label`, `triangles`, `area` and `volume` of every object that has a surface, by
   * rising id; else null.
   */
  readonly objects: Table<'label' | 'triangles' | 'area' | 'volume'> | null;
  /** What the mesh was computed by. */
  readonly provenance: Provenance;
  readonly #data: MeshData;

  /** @internal */
  constructor(data: MeshData, provenance: Provenance) {
    this.positions = data.positions;
    this.indices = data.indices;
    this.ids = data.ids;
    this.unit = data.unit;
    this.origin = data.origin;
    this.border = data.border;
    this.area = data.area;
    this.volume = data.volume;
    this.objects = data.objects && new Table(data.objects.columns, provenance);
    this.provenance = provenance;
    this.#data = data;
  }

  /** Number of vertices. */
  get vertexCount(): number {
    return this.positions.length / 3;
  }

  /** Number of triangles. */
  get triangleCount(): number {
    return this.indices.length / 3;
  }

  /**
   * The mesh as a file, in its unit of length:
   *
   * - 'stl': binary STL, with normals; it knows neither ids nor units (a header names the unit).
   * - 'ply': PLY, binary little-endian; of labels with `label` per face.
   * - 'glb': binary glTF 2.0; of labels a node and a colour per object. The root node's scale makes
   *   metres of the unit, where it is one of length.
   * - 'vtp': VTK's XML format for ParaView, raw and appended; of labels with `label` per cell.
   *
   * @throws VoxmetryError `invalid-argument` for another format; `limit` where the file would be
   * longer than the format or an array allows.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 1, 0]), size: [3, 1, 1] });
   * const mesh = await scan.threshold({ lo: 1 }).mesh();
   * const bytes = await mesh.toBytes('stl');
   * console.assert(bytes.length === 84 + 50 * mesh.triangleCount);
   * const file = new Blob([bytes], { type: 'model/stl' });
   * console.assert(file.size === 484);
   * await lab.dispose();
   * ```
   */
  async toBytes(format: MeshFormat): Promise<Uint8Array<ArrayBuffer>> {
    if (!(MESH_FORMATS as readonly unknown[]).includes(format))
      throw invalidArgument(
        'toBytes',
        'format',
        format,
        MESH_FORMATS.map((each) => `'${each}'`).join(', '),
      );
    return meshFile(this.#data, format);
  }
}

named('Mesh', Mesh);
