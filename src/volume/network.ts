import type { Provenance } from '../recipe/backend.js';
import type { NetworkData } from '../recipe/table_data.js';
import { Table, type ColumnData } from './table.js';
import { named } from '../recipe/named.js';

/** How GraphML calls the type of a column: flags, whole numbers, others. */
function typeOf(data: ColumnData): 'boolean' | 'long' | 'double' {
  if (data instanceof Uint8Array) return 'boolean';
  return data instanceof Uint32Array || data instanceof Int32Array ? 'long' : 'double';
}

/** A value as XML Schema writes it. */
function textOf(data: ColumnData, row: number): string {
  const value = data[row]!;
  if (data instanceof Uint8Array) return value === 0 ? 'false' : 'true';
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? 'INF' : '-INF';
}

/** A property of all pores or throats, as OpenPNM keeps it. */
export type OpenPnmProperty =
  readonly number[] | readonly boolean[] | readonly (readonly number[])[];

/**
 * A pore network: pores and the throats between them, under OpenPNM's names, in the unit of length
 * of the volume.
 */
export class Network {
  /** One row per pore: `pore.coords[0]`, `pore.volume`, `pore.inscribed_diameter`, … */
  readonly pores: Table;
  /**
   * One row per throat: `throat.conns[0]` and `[1]` (rows of `pores`),
   * `throat.cross_sectional_area`, …
   */
  readonly throats: Table;
  /** What the network was computed by. */
  readonly provenance: Provenance;

  /** @internal */
  constructor({ pores, throats }: NetworkData, provenance: Provenance) {
    this.pores = new Table(pores.columns, provenance);
    this.throats = new Table(throats.columns, provenance);
    this.provenance = provenance;
  }

  /**
   * The network as GraphML (Brandes et al., 2002): an undirected graph of nodes `0`, `1`, … with
   * the columns of both tables as data. NetworkX, igraph, Gephi and yEd read it.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 2, 0, 3]), size: [6, 1, 1] });
   * const network = await scan.toLabels().network({ estimator: 'faces' });
   * const text = network.toGraphML();
   * console.assert(
   *   text.split('<node ').length - 1 === 3 && text.includes('<edge source="0" target="1">'),
   * );
   * await lab.dispose();
   * ```
   */
  toGraphML(): string {
    const { pores, throats } = this;
    const lines = [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ];
    const keys = (table: Table, letter: string, target: string): void => {
      table.columns.forEach(({ name, data }, k) =>
        lines.push(
          `  <key id="${letter}${String(k)}" for="${target}" attr.name="${name}" attr.type="${typeOf(data)}"/>`,
        ),
      );
    };
    const values = (table: Table, letter: string, row: number): string =>
      table.columns
        .map(({ data }, k) => `<data key="${letter}${String(k)}">${textOf(data, row)}</data>`)
        .join('');
    keys(pores, 'p', 'node');
    keys(throats, 't', 'edge');
    lines.push('  <graph edgedefault="undirected">');
    for (let row = 0; row < pores.length; row += 1)
      lines.push(`    <node id="${String(row)}">${values(pores, 'p', row)}</node>`);
    const [from, to] = [throats.column('throat.conns[0]'), throats.column('throat.conns[1]')];
    for (let row = 0; row < throats.length; row += 1)
      lines.push(
        `    <edge source="${String(from[row])}" target="${String(to[row])}">${values(throats, 't', row)}</edge>`,
      );
    lines.push('  </graph>', '</graphml>', '');
    return lines.join('\n');
  }

  /**
   * The network as OpenPNM's dictionary: `pore.coords` (a row of three per pore), `throat.conns` (a
   * row of two per throat, of rows of pores), every other column as one list, and flags, OpenPNM's
   * labels, as booleans. Plain data, which `JSON.stringify` writes (but for infinities and NaN,
   * which JSON lacks). In Python: `openpnm.io.network_from_porespy({k: np.array(v) for k, v in
   * d.items()})`.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 2, 0, 3]), size: [6, 1, 1] });
   * const network = (await scan.toLabels().network({ estimator: 'faces' })).toOpenPNM();
   * console.assert(JSON.stringify(network['throat.conns']) === '[[0,1]]');
   * console.assert(JSON.stringify(network['pore.coords']) === '[[0.5,0,0],[2.5,0,0],[5,0,0]]');
   * await lab.dispose();
   * ```
   */
  toOpenPNM(): Readonly<Record<string, OpenPnmProperty>> {
    return { ...propertiesOf(this.pores), ...propertiesOf(this.throats) };
  }

  /**
   * Both tables side by side as the CSV that OpenPNM's `network_from_csv` reads: plain names in the
   * header, the shorter table's rows filled up with empty cells.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 2, 0, 3]), size: [6, 1, 1] });
   * const network = await scan.toLabels().network({ estimator: 'faces' });
   * const lines = network.toCSV().trimEnd().split('\n');
   * // a line per pore; one throat
   * console.assert(lines.length === 1 + 3 && lines[0]!.includes('pore.volume'));
   * await lab.dispose();
   * ```
   */
  toCSV(): string {
    const columns = [
      ...this.pores.columns.map((column) => ({ ...column, rows: this.pores.length })),
      ...this.throats.columns.map((column) => ({ ...column, rows: this.throats.length })),
    ];
    const lines = [columns.map(({ name }) => name).join(',')];
    for (let row = 0; row < Math.max(this.pores.length, this.throats.length); row += 1)
      lines.push(
        columns
          .map(({ data, rows }) =>
            row >= rows
              ? ''
              : data instanceof Uint8Array
                ? textOf(data, row)
                : numberOf(data[row]!),
          )
          .join(','),
      );
    return `${lines.join('\n')}\n`;
  }
}

named('Network', Network);

/** The columns of a table by name, those of one vector (`coords[0]`, `coords[1]`, …) together. */
function propertiesOf({ columns, length }: Table): Record<string, OpenPnmProperty> {
  const found: Record<string, OpenPnmProperty> = {};
  for (const { name, data } of columns) {
    const vector = /^(.*)\[0\]$/.exec(name)?.[1];
    if (vector !== undefined) {
      const parts = columns.filter((column) => column.name.startsWith(`${vector}[`));
      found[vector] = Array.from({ length }, (_, row) => parts.map((part) => part.data[row]!));
    } else if (!name.endsWith(']'))
      found[name] =
        data instanceof Uint8Array
          ? Array.from(data, (flag) => flag !== 0)
          : Array.from(data as ArrayLike<number>);
  }
  return found;
}

/** A number as pandas reads it. */
function numberOf(value: number): string {
  if (Number.isNaN(value)) return '';
  return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
}
