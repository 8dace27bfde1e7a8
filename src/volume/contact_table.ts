import { invalidArgument } from '../recipe/errors.js';
import { Table } from './table.js';
import { named } from '../recipe/named.js';

/** A graph as plain data: objects are nodes, contacts edges. */
export interface ContactGraph {
  readonly directed: false;
  readonly nodes: readonly Readonly<Record<string, number | null>>[];
  readonly edges: readonly {
    readonly source: number;
    readonly target: number;
    readonly faces: number;
    readonly area: number;
  }[];
}

/** The pairs of objects that touch: `a`, `b`, `faces`, `area`; and the same as a graph. */
export class ContactTable extends Table {
  /**
   * The graph of the contacts as plain data (nodes and edges, as D3 and NetworkX's node-link format
   * take them).
   *
   * @param objects - The table of the objects: its columns become attributes of the nodes (null
   * where there is no value), and objects without contacts are nodes too. Without it the nodes are
   * the ids in contact.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 0, 3]), size: [5, 1, 1] });
   * const labels = scan.toLabels();
   * const pairs = await labels.contacts({ estimator: 'faces' });
   * const { nodes, edges } = pairs.toGraph(await labels.measure({ columns: ['label', 'voxels'] }));
   * console.assert(nodes.length === 3 && nodes[0]?.['voxels'] === 2 && edges[0]?.target === 2);
   * await lab.dispose();
   * ```
   */
  toGraph(objects?: Table): ContactGraph {
    const [a, b, faces, area] = ['a', 'b', 'faces', 'area'].map((name) => this.column(name));
    return {
      directed: false,
      nodes: this.#nodes(objects),
      edges: Array.from({ length: this.length }, (_, i) => ({
        source: a![i]!,
        target: b![i]!,
        faces: faces![i]!,
        area: area![i]!,
      })),
    };
  }

  /**
   * The graph of the contacts as GraphML (graphml.graphdrawing.org), which Gephi, yEd, igraph and
   * NetworkX read. Nodes are named by their ids; a value that is not defined is left out.
   *
   * @param objects - As in {@link ContactTable.toGraph}.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 0, 3]), size: [5, 1, 1] });
   * const pairs = await scan.toLabels().contacts({ estimator: 'faces' });
   * console.assert(pairs.toGraphML().includes('<edge source="1" target="2">'));
   * await lab.dispose();
   * ```
   */
  toGraphML(objects?: Table): string {
    const { nodes, edges } = this.toGraph(objects);
    const names = objects?.columnNames.filter((name) => name !== 'label') ?? [];
    const key = (id: string, of: string, name: string): string =>
      `  <key id="${id}" for="${of}" attr.name="${escaped(name)}" attr.type="double"/>`;
    const data = (id: string, value: number | null): string =>
      value === null ? '' : `<data key="${id}">${String(value)}</data>`;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
      ...names.map((name, k) => key(`n${String(k)}`, 'node', name)),
      key('e0', 'edge', 'faces'),
      key('e1', 'edge', 'area'),
      '  <graph edgedefault="undirected">',
      ...nodes.map(
        (node) =>
          `    <node id="${String(node['label'])}">${names.map((name, k) => data(`n${String(k)}`, node[name]!)).join('')}</node>`,
      ),
      ...edges.map(
        ({ source, target, faces, area }) =>
          `    <edge source="${String(source)}" target="${String(target)}">${data('e0', faces)}${data('e1', area)}</edge>`,
      ),
      '  </graph>',
      '</graphml>',
      '',
    ].join('\n');
  }

  #nodes(objects: Table | undefined): Readonly<Record<string, number | null>>[] {
    const ids = new Set([...this.column('a'), ...this.column('b')]);
    if (objects === undefined) return [...ids].sort((x, y) => x - y).map((label) => ({ label }));
    const given: unknown = objects;
    if (!(given instanceof Table) || !given.columnNames.includes('label'))
      throw invalidArgument(
        'toGraph',
        'objects',
        given,
        "a table of objects with the column 'label'",
      );
    const labels = new Set(given.column('label'));
    for (const id of ids)
      if (!labels.has(id))
        throw invalidArgument(
          'toGraph',
          'objects',
          `without object ${String(id)}`,
          'a table of all objects in contact',
        );
    return Array.from(given.rows(), (row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
      ),
    );
  }
}

named('ContactTable', ContactTable);

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
