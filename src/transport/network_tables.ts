// Pore network tables: pores, throats and their geometry.
import type { Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { FACES } from '../segmentation/choose_labels.js';
import { byDirection } from '../stats/later_neighbours.js';
import {
  columnValues,
  type ColumnData,
  type ColumnValues,
  type NetworkData,
  type TableData,
} from '../recipe/table_data.js';
import { THROAT, type ThroatSums } from './throat_sums.js';

const AXES = ['X', 'Y', 'Z'] as const;

/** What the tables are made of. */
export interface NetworkParts {
  readonly sums: ThroatSums;
  /**
   * `measure` of the pores, its distances ending at other pores and at the volume's border; and at
   * solid alone.
   */
  readonly measures: TableData;
  readonly extended: TableData;
  /** Faces of the volume that each label touches, as `labelFaces` gives them. */
  readonly faces: Uint8Array;
  /** Area from pairs of voxels of two labels along the 13 directions. */
  readonly area: (pairs: Float64Array) => number;
}

/** Makes columns one after the other. */
class Columns {
  readonly columns: ColumnData[] = [];
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  add(name: string, unit: string, description: string, data: ColumnValues): void {
    this.columns.push({ name: `${this.#kind}.${name}`, unit, description, data });
  }
}

const apart = (p: Vec3, q: Vec3): number => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);

/** Makes the tables of a network. */
export function networkTables(
  { sums, measures, extended, faces, area }: NetworkParts,
  meta: GridMeta,
): NetworkData {
  const { unit, spacing, origin } = meta;
  const labels = columnValues(measures, 'label') as Uint32Array;
  const rowOf = new Map<number, number>();
  labels.forEach((label, row) => rowOf.set(label, row));
  const measured = (table: TableData, name: string): ColumnValues => columnValues(table, name)!;
  const centroids = AXES.map((axis) => measured(measures, `centroid${axis}`));
  const coords = (row: number): Vec3 => [
    centroids[0]![row]!,
    centroids[1]![row]!,
    centroids[2]![row]!,
  ];

  // Throats are where voxels share faces; labels that meet at edges or corners alone have none.
  const found: { readonly at: number; readonly pairs: Float64Array; readonly faces: number }[] = [];
  const conns: [Uint32Array, Uint32Array] = [new Uint32Array(), new Uint32Array()];
  const ends: [number[], number[]] = [[], []];
  sums.a.forEach((label, row) => {
    const at = THROAT.width * row;
    const pairs = byDirection((k) => sums.values[at + THROAT.pairs + k]!);
    const shared = pairs[0]! + pairs[1]! + pairs[2]!;
    if (shared === 0) return;
    found.push({ at, pairs, faces: shared });
    ends[0].push(rowOf.get(label)!);
    ends[1].push(rowOf.get(sums.b[row]!)!);
  });
  conns[0] = Uint32Array.from(ends[0]);
  conns[1] = Uint32Array.from(ends[1]);
  const neighbours = new Uint32Array(labels.length);
  for (const side of conns) for (const row of side) neighbours[row]! += 1;

  const pores = new Columns('pore');
  AXES.forEach((axis, i) => {
    pores.add(
      `coords[${String(i)}]`,
      unit,
      `mean ${axis.toLowerCase()} of the voxels`,
      centroids[i]!,
    );
  });
  pores.add('region_label', '', 'id of the label', labels);
  pores.add('volume', `${unit}³`, 'volume of the voxels', measured(measures, 'volume'));
  pores.add(
    'equivalent_diameter',
    unit,
    'diameter of the sphere of equal volume',
    measured(measures, 'equivalentDiameter'),
  );
  pores.add(
    'inscribed_diameter',
    unit,
    'twice the greatest distance to a voxel outside the pore or the volume',
    measured(measures, 'inscribedDiameter'),
  );
  pores.add(
    'extended_diameter',
    unit,
    'twice the greatest distance to solid; infinite where there is none',
    measured(extended, 'inscribedDiameter'),
  );
  pores.add('coordination_number', '', 'number of throats', neighbours);
  const touches = (bits: number): Uint8Array =>
    Uint8Array.from(labels, (label) => (((faces[label] ?? 0) & bits) === 0 ? 0 : 1));
  // As everywhere, an axis of one voxel has no border.
  const border = FACES.map((_, bit) => (meta.size[bit >> 1]! > 1 ? 1 << bit : 0));
  FACES.forEach((face, bit) => {
    const name = `${face[0]!}${face[1] === '0' ? 'min' : 'max'}`;
    pores.add(name, '', `1 where it touches the face ${face} of the volume`, touches(border[bit]!));
  });
  pores.add(
    'surface',
    '',
    '1 where it touches any face of the volume',
    touches(border.reduce((all, own) => all | own, 0)),
  );

  const throats = new Columns('throat');
  const computed = (value: (throat: number) => number): Float64Array =>
    Float64Array.from(found, (_, throat) => value(throat));
  const centre = (throat: number): Vec3 => {
    const { at, faces: shared } = found[throat]!;
    const along = (i: 0 | 1 | 2): number =>
      origin[i] + (sums.values[at + THROAT.sums + i]! / 2 / shared) * spacing[i];
    return [along(0), along(1), along(2)];
  };
  const areas = computed((throat) => area(found[throat]!.pairs));
  const pore = (throat: number, side: 0 | 1): Vec3 => coords(conns[side][throat]!);
  ([0, 1] as const).forEach((side) => {
    throats.add(
      `conns[${String(side)}]`,
      '',
      `row of the ${side === 0 ? 'lower' : 'higher'} pore`,
      conns[side],
    );
  });
  AXES.forEach((axis, i) => {
    throats.add(
      `coords[${String(i)}]`,
      unit,
      `mean ${axis.toLowerCase()} of the shared faces`,
      computed((throat) => centre(throat)[i]!),
    );
  });
  throats.add('cross_sectional_area', `${unit}²`, 'area of the contact of both pores', areas);
  throats.add(
    'equivalent_diameter',
    unit,
    'diameter of the disc of equal area',
    computed((throat) => Math.sqrt((4 * areas[throat]!) / Math.PI)),
  );
  throats.add(
    'inscribed_diameter',
    unit,
    'twice the greatest distance to solid on the contact; infinite where there is none',
    computed((throat) => 2 * sums.values[found[throat]!.at + THROAT.widest]!),
  );
  throats.add(
    'total_length',
    unit,
    'from pore to throat to pore',
    computed(
      (throat) => apart(pore(throat, 0), centre(throat)) + apart(centre(throat), pore(throat, 1)),
    ),
  );
  throats.add(
    'direct_length',
    unit,
    'from pore to pore',
    computed((throat) => apart(pore(throat, 0), pore(throat, 1))),
  );
  throats.add(
    'faces',
    '',
    'faces of voxels that both pores share',
    computed((t) => found[t]!.faces),
  );
  return {
    pores: { rows: labels.length, columns: pores.columns },
    throats: { rows: found.length, columns: throats.columns },
  };
}
