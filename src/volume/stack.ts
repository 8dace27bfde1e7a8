import { checkSheet, checkSheets, fittedStack } from '../cell/stack/flat_sheet.js';
import { flatGrid, flatStretch } from '../cell/stack/flatten.js';
import { outgrowthsNode } from '../cell/outgrowths/outgrowths.js';
import { placedInStack, stackDelaminationTable } from '../cell/stack/placed_tables.js';
import type { SheetsData } from '../cell/stack/sheets_data.js';
import { stackOverhang, type StackOverhangValue } from '../cell/stack/stack_overhang.js';
import {
  stackDelaminations,
  stackLayers,
  stackLayerTable,
  type StackDelaminationsValue,
  type StackLayersValue,
} from '../cell/stack/stack_layers.js';
import { placesInStack, placesOnSheets } from '../cell/stack/stack_places.js';
import { statedSheetsNode } from '../cell/stack/stated_sheets.js';
import type { Border } from '../filters/border.js';
import type { Interpolation } from '../filters/resample.js';
import type { outgrowths } from '../operations/volume/outgrowths.js';
import {
  stackOptions,
  type DELAMINATION_COLUMNS,
  type PLACED_OUTGROWTHS,
} from '../operations/sheet_methods.js';
import { inCaller } from '../recipe/caller.js';
import { invalidArgument } from '../recipe/errors.js';
import { checkReach } from '../recipe/extent.js';
import { AXIS_INDEX, type Vec3 } from '../recipe/geometry.js';
import { toRecipeJson, type RecipeJson } from '../recipe/json.js';
import { named } from '../recipe/named.js';
import { makeNode, type Node, type ValueNode } from '../recipe/op.js';
import { parseOptions, withoutNulls } from '../recipe/options.js';
import { Grid } from './grid.js';
import { handleOf, Volume, type OptionsOf } from './handles.js';
import { queryOf } from './methods.js';
import { Query } from './query.js';
import type { WithProvenance } from './results.js';
import type { CellGrid, UnrolledOf } from './roll.js';
import type { Table } from './table.js';

/** Where a grid along a sheet lies; lengths in the grid's unit. */
export interface FlatOptions {
  /** The sheet, from 0 at the lower end of the axis. Default that in the middle. */
  readonly sheet?: number | undefined;
  /** The lowest distance from the sheet's middle along its normal. Default −½ pitch. */
  readonly from?: number | undefined;
  /** The greatest distance. Default ½ pitch. */
  readonly to?: number | undefined;
  /** Distance of voxels along the normal. Default the spacing along the axis. */
  readonly step?: number | undefined;
}

/** How a grid is laid along a sheet; `M` is the method. */
export interface FlattenOptions<M extends Interpolation = Interpolation> extends FlatOptions {
  /** 'linear' (default of volumes), 'nearest' (of others, their only one) or 'cubic'. */
  readonly method?: M | undefined;
  /** What is read outside of the grid. Default 'constant'. */
  readonly border?: Border | undefined;
  /** The value of the border 'constant'. Default 0. */
  readonly value?: number | undefined;
}

/** The thickness, gaps and deviations of a stack. */
export type StackLayers = StackLayersValue & WithProvenance;

/** How far the anodes of a stack stand out beyond its cathodes. */
export type StackOverhang = StackOverhangValue & WithProvenance;

/** On which sheet of a stack outgrowths are searched, and how. */
export type StackOutgrowthOptions = FlatOptions & Omit<OptionsOf<typeof outgrowths>, 'normal'>;

/** Where sheets of a stack have come apart. */
export type StackDelaminations = StackDelaminationsValue & WithProvenance;

/** Sheets are smoothed by so many voxels, so that the noise of a mask's edge does not ripple. */
const SMOOTH_VOXELS = 2;

/**
 * The sheets of a flat cell in a grid. Made by `lab.stack()`. Its queries are of the sheets;
 * `flatten()` gives the grid along one of them, on which every operation works.
 */
export class Stack<G extends CellGrid = CellGrid> {
  /** The grid that is laid flat. */
  readonly grid: G;
  /** Where the sheets lie. */
  readonly sheets: SheetsData;
  /** @internal */
  readonly node: ValueNode<SheetsData>;

  /** @internal */
  constructor(grid: G, node: ValueNode<SheetsData>, sheets: SheetsData) {
    this.grid = grid;
    this.node = node;
    this.sheets = sheets;
  }

  /** Distance of two sheets along their normal, by a robust fit, in the grid's unit. */
  get pitch(): number {
    return fittedStack(this.sheets).fit.pitch.value;
  }

  /**
   * The grid along a sheet: x and z are u and v, the two axes across the stack as they lie in the
   * grid, y is the distance h from the sheet's middle along its normal, towards the upper end of
   * the axis. Sizes are chosen now and stand in the recipe; the sheets are found anew when it runs.
   *
   * The sheet is smoothed by 2 voxels; where it was not seen it follows what lies about the hole,
   * up to a quarter of its columns away, and beyond that the fit. Normals lean by 45° from the axis
   * at most. Voxels are stretched: weigh volumes with `stretch()`. One pass: of the grid the
   * region's part of v and what normals reach beyond it, 4 B/voxel out ('nearest': the dtype's),
   * and 48 B for each place (u, v).
   *
   * @param options - Which `sheet`, how far from it (`from`, `to`, `step`), and how values are made
   * (`method`, `border`, `value`), as `resampleTo`.
   * @returns A grid of the same kind: u × h × v voxels. A volume is f32, but with 'nearest' of its
   * own dtype.
   * @throws VoxmetryError `invalid-argument` for a sheet that the stack does not have, `to` below
   * `from`, more than 65535 places along the normal, and another method than 'nearest' for what is
   * no volume.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * import { ROLL_MATERIALS, syntheticStack } from 'voxmetry/synthetic';
   * const made = syntheticStack({ size: [64, 64, 64], spacing: 25, sheets: 4 });
   * const lab = await openLab();
   * const { size, spacing, unit } = made.grid;
   * const scan = await lab.open({ data: made.materials(0, 64), size }, { spacing, unit });
   * const anode = scan.equals([ROLL_MATERIALS.anode, ROLL_MATERIALS.copper]);
   * const stack = await lab.stack(scan, anode.sheets({ axis: 'z' }));
   * const flat = stack.flatten({ sheet: 1, method: 'nearest', from: -100, to: 100 });
   * console.assert(flat.dtype === 'u8' && flat.size.join() === '64,9,64');
   * await lab.dispose();
   * ```
   */
  flatten<M extends Interpolation = 'linear'>(options: FlattenOptions<M> = {}): UnrolledOf<G, M> {
    return inCaller('flatten', () => {
      const given = parseOptions('flatten', stackOptions.flatten, options);
      const { border, value, method } = given;
      const how = method ?? (this.grid.meta.kind === 'volume' ? 'linear' : 'nearest');
      const params = { ...this.#placed('flatten', given), border, value, method: how };
      const node = makeNode(flatGrid, { grid: this.grid.node, ...this.#inputs }, params);
      return handleOf(this.grid.context, node) as UnrolledOf<G, M>;
    });
  }

  /**
   * How much larger a voxel of the flat grid is in the cell than its own volume: W · (1 + κh), W
   * the area of the sheet per that across the axis, κ the sum of its principal curvatures. The
   * volume of an object in the cell is `volume` · `intensityMean` of `measure({ intensity: map })`.
   *
   * @param options - As those of the `flatten()` that it belongs to.
   * @returns An f32 volume of its size, without unit. 4 B/voxel, and 8 B for each place (u, v).
   * @throws VoxmetryError `invalid-argument` as `flatten()`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(8 * 8 * 32), size: [8, 8, 32] });
   * const height = (i: number) => 6 + 0.75 * (i % 8) + 8 * Math.floor(i / 64);
   * const middle = Float32Array.from({ length: 192 }, (_, i) => height(i));
   * const stack = await lab.stack(scan, {
   *   ...{ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns: 8, rows: 8 },
   *   ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
   *   ...{ middle, thickness: new Float32Array(192).fill(3) },
   * });
   * const { data } = await stack.stretch({ sheet: 1 }).read();
   * console.assert(Math.abs(data[3]! - 1.25) < 1e-3); // √(1 + 0.75²)
   * await lab.dispose();
   * ```
   */
  stretch(options: FlatOptions = {}): Volume<'f32'> {
    return inCaller('stretch', () => {
      const params = this.#placed(
        'stretch',
        parseOptions('stretch', stackOptions.stretch, options),
      );
      const node = makeNode(flatStretch, { grid: this.grid.node, ...this.#inputs }, params);
      return new Volume<'f32'>(this.grid.context, node);
    });
  }

  /**
   * Maps of the sheets' thickness, of the gap to the next sheet and of the deviation from the fit,
   * with their means by sheet. Thickness and gap are along the normal, the deviation along the
   * axis. Cells where the sheet was not seen are NaN; `unseen` is their share.
   *
   * @param options - `smooth`: standard deviation of the weights by which sheets are smoothed
   * before slopes are taken, in the unit; default half of the pitch.
   * @returns A query of the maps, cell by cell as in `sheets`, and of `summaries`, one for each
   * sheet with means, intervals of 95 % (bootstrap of 16 blocks), standard deviations and extremes.
   * On the host.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(8 * 8 * 32), size: [8, 8, 32] });
   * const middle = Float32Array.from({ length: 192 }, (_, i) => 6 + 8 * Math.floor(i / 64));
   * const stack = await lab.stack(scan, {
   *   ...{ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns: 8, rows: 8 },
   *   ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
   *   ...{ middle, thickness: new Float32Array(192).fill(3) },
   * });
   * const { gap, summaries } = await stack.layers();
   * console.assert(gap[0] === 5 && summaries[2]!.thickness.mean === 3);
   * await lab.dispose();
   * ```
   */
  layers(options: { readonly smooth?: number | undefined } = {}): Query<StackLayers> {
    return this.#query('layers', () => makeNode(stackLayers, this.#inputs, options));
  }

  /**
   * The means of `layers()` by sheet as a table: `sheet`, `cells`, `unseen`, and of `thickness`,
   * `gap` and `deviation` the mean, `.std`, `.low` and `.high` (95 % interval), `.min` and `.max`.
   *
   * @param options - As those of `layers()`.
   * @returns A query of a table, a row for each sheet; lengths in the grid's unit.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(8 * 8 * 32), size: [8, 8, 32] });
   * const middle = Float32Array.from({ length: 192 }, (_, i) => 6 + 8 * Math.floor(i / 64));
   * const stack = await lab.stack(scan, {
   *   ...{ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns: 8, rows: 8 },
   *   ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
   *   ...{ middle, thickness: new Float32Array(192).fill(3) },
   * });
   * const table = await stack.table();
   * console.assert(table.length === 3 && table.column('gap')[0] === 5);
   * await lab.dispose();
   * ```
   */
  table(options: { readonly smooth?: number | undefined } = {}): Query<Table> {
    return this.#query('table', () =>
      makeNode(stackLayerTable, { layers: makeNode(stackLayers, this.#inputs, options) }),
    );
  }

  /**
   * Where a sheet and the next have come apart: gaps of `layers()` wider than their median + k · σ,
   * σ = 1.4826 · the median distance from the median, as objects of cells that share an edge.
   *
   * @param options - `k` (default 4); `leastCells` (default 20): cells of an object at least.
   * @returns A query of the objects, largest area first: the sheet below the gap, u, v, area in
   * unit², and how far the gap is wider than the median, most and in the mean.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(8 * 8 * 32), size: [8, 8, 32] });
   * const middle = Float32Array.from({ length: 192 }, (_, i) => 6 + 8 * Math.floor(i / 64));
   * for (let i = 128; i < 158; i += 1) middle[i]! += 2; // a part of the last sheet, bent up
   * const stack = await lab.stack(scan, {
   *   ...{ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns: 8, rows: 8 },
   *   ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
   *   ...{ middle, thickness: new Float32Array(192).fill(3) },
   * });
   * const { objects } = await stack.delaminations();
   * console.assert(objects.length === 1 && objects[0]!.cells === 30 && objects[0]!.sheet === 1);
   * await lab.dispose();
   * ```
   */
  delaminations(
    options: { readonly k?: number | undefined; readonly leastCells?: number | undefined } = {},
  ): Query<StackDelaminations> {
    return this.#query('delaminations', () => {
      const layers = makeNode(stackLayers, this.#inputs);
      return makeNode(stackDelaminations, { ...this.#inputs, layers }, options);
    });
  }

  /**
   * The objects of `delaminations()` as a table, with where each lies in the cell: half a pitch
   * above the sheet below the gap.
   *
   * @param options - As those of `delaminations()`.
   * @returns A query of a table, the largest area first: `sheet`, `u`, `v`, `x`, `y`, `z`, `cells`,
   * `area`, `openingMax`, `openingMean`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(8 * 8 * 32), size: [8, 8, 32] });
   * const middle = Float32Array.from({ length: 192 }, (_, i) => 6 + 8 * Math.floor(i / 64));
   * for (let i = 128; i < 158; i += 1) middle[i]! += 2; // a part of the last sheet, bent up
   * const stack = await lab.stack(scan, {
   *   ...{ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns: 8, rows: 8 },
   *   ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
   *   ...{ middle, thickness: new Float32Array(192).fill(3) },
   * });
   * const table = await stack.delaminationTable();
   * console.assert(table.length === 1 && Math.abs(table.column('z')[0]! - 18) < 1);
   * await lab.dispose();
   * ```
   */
  delaminationTable(
    options: { readonly k?: number | undefined; readonly leastCells?: number | undefined } = {},
  ): Query<Table<(typeof DELAMINATION_COLUMNS.stack)[number]>> {
    return this.#query('delaminationTable', () => {
      const given = parseOptions('delaminationTable', stackOptions.delaminationTable, options);
      const layers = makeNode(stackLayers, this.#inputs);
      const found = makeNode(stackDelaminations, { ...this.#inputs, layers }, given);
      const params = { smooth: this.#smooth };
      return makeNode(stackDelaminationTable, { ...this.#inputs, found }, params);
    });
  }

  /**
   * How far this stack, of the anodes, stands out beyond that of the cathodes, at both ends of u
   * and of v: for each row of a cathode (of the ends of v: each column) the less of what the anodes
   * below and above it stand out. An end is right to one column of the table; it is NaN where it
   * was not seen, or lies in the first or last column. Measured across the axis.
   *
   * @param cathode - The cathodes' stack, in the same volume.
   * @param options - `tolerance`: overhangs below it are counted, in the unit. Default 0.
   * @returns A query of `sides`, every cathode at each of its four, and of `all`: least, mean with
   * 95 % interval, standard deviation, share below the tolerance, and share that is not known. A
   * side has its values along it besides.
   * @throws VoxmetryError `invalid-argument` for a stack of another lab, unit or axis.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(12 * 8 * 32), size: [12, 8, 32] });
   * const sheets = (first: number, from: number, to: number) =>
   *   lab.stack(scan, {
   *     ...{ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns: 12, rows: 8 },
   *     ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
   *     thickness: new Float32Array(288).fill(3),
   *     middle: Float32Array.from({ length: 288 }, (_, i) =>
   *       i % 12 >= from && i % 12 <= to ? first + 8 * Math.floor(i / 96) : NaN,
   *     ),
   *   });
   * const anode = await sheets(6, 1, 10);
   * const { sides } = await anode.overhang(await sheets(10, 2, 7));
   * const ends = sides.filter(({ sheet, side }) => sheet === 0 && side.startsWith('u'));
   * console.assert(ends[0]!.mean === 1 && ends[1]!.mean === 3);
   * await lab.dispose();
   * ```
   */
  overhang(
    cathode: Stack,
    options: { readonly tolerance?: number | undefined } = {},
  ): Query<StackOverhang> {
    return this.#query('overhang', () => {
      if (!(cathode instanceof Stack) || cathode.grid.context !== this.grid.context)
        throw invalidArgument('overhang', 'cathode', cathode, 'a stack of the same lab');
      return makeNode(stackOverhang, { anode: this.node, cathode: cathode.node }, options);
    });
  }

  /**
   * What grew from the foil of a sheet: `flatten()`, `volume.outgrowths()` across it, and where
   * each lies in the cell, in one table. For another foil that is the only one between `from` and
   * `to`, as the other electrode's between two sheets, state these.
   *
   * @param options - Which `sheet` and how far from it, as `flatten()`, but `from` and `to` are ∓⅜
   * of the pitch by default, which leaves out the foils midway to the next sheets; and those of
   * `volume.outgrowths()`.
   * @returns A query of a table, a row for each outgrowth and particle: `sheet`, `u`, `h` and `v`
   * on the sheet, `x`, `y` and `z` in the cell, and the other columns of `volume.outgrowths()`.
   * @throws VoxmetryError `invalid-argument` of a stack of what is no volume, and as `flatten()`
   * and `volume.outgrowths()`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * import { ROLL_MATERIALS, syntheticStack } from 'voxmetry/synthetic';
   * const made = syntheticStack({
   *   ...{ spacing: 1, unit: 'px', size: [64, 64, 150], sheets: 3, extent: [90, 90], overhang: 1 },
   *   stack: { separator: 4, cathode: 6, aluminium: 2, anode: 10, copper: 4 },
   *   defects: { outgrowths: 0, particles: 0, delaminations: 0, overhangs: 0 },
   * });
   * const lab = await openLab();
   * const { size, spacing, unit } = made.grid;
   * const scan = await lab.open(made.file(), made.grid);
   * const codes = await lab.open({ data: made.materials(0, 150), size }, { spacing, unit });
   * const anode = codes.equals([ROLL_MATERIALS.anode, ROLL_MATERIALS.copper]);
   * const table = await (await lab.stack(scan, anode.sheets())).outgrowths({ sheet: 1 });
   * console.assert(table.length === 0 && table.columnNames.includes('v'));
   * await lab.dispose();
   * ```
   */
  outgrowths(
    options: StackOutgrowthOptions = {},
  ): Query<Table<(typeof PLACED_OUTGROWTHS.stack)[number]>> {
    return this.#query('outgrowths', () => {
      const { meta } = this.grid;
      if (meta.kind !== 'volume')
        throw invalidArgument('outgrowths', 'grid', `a ${meta.kind}`, 'a stack of a volume');
      const given = parseOptions('outgrowths', stackOptions.outgrowths, options);
      checkReach('outgrowths', stackOptions.outgrowths, given, meta);
      const { sheet, from, to, step, ...search } = given;
      const near = 0.375 * this.pitch;
      const placed = this.#placed('outgrowths', {
        ...{ sheet, step, from: from ?? -near, to: to ?? near },
      });
      const sampling = { method: 'linear', border: 'constant', value: 0 } as const;
      const flat = makeNode(
        flatGrid,
        { grid: this.grid.node, ...this.#inputs },
        { ...placed, ...sampling },
      );
      const table = outgrowthsNode(flat, { normal: 'y', ...withoutNulls(search) });
      const params = { sheet: placed.sheet, smooth: this.#smooth };
      return makeNode(placedInStack, { ...this.#inputs, table }, params);
    });
  }

  /**
   * Where places of the flat grid of a sheet lie in the cell.
   *
   * @param places - [u, h, v] each, positions in the unit.
   * @param options - `sheet`: as that of `flatten()`.
   * @returns A query of a table of `x`, `y`, `z`.
   * @throws VoxmetryError `invalid-argument` for a sheet that the stack does not have.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(8 * 8 * 32), size: [8, 8, 32] });
   * const middle = Float32Array.from({ length: 192 }, (_, i) => 6 + 8 * Math.floor(i / 64));
   * const stack = await lab.stack(scan, {
   *   ...{ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns: 8, rows: 8 },
   *   ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
   *   ...{ middle, thickness: new Float32Array(192).fill(3) },
   * });
   * const table = await stack.toCell([[2, -1, 5]], { sheet: 1 });
   * console.assert(Math.abs(table.column('z')[0]! - 13) < 1e-6 && table.column('y')[0] === 5);
   * await lab.dispose();
   * ```
   */
  toCell(
    places: readonly Vec3[],
    options: { readonly sheet?: number | undefined } = {},
  ): Query<Table<'x' | 'y' | 'z'>> {
    return this.#query('toCell', () => {
      const { sheet } = parseOptions('toCell', { sheet: stackOptions.stretch.sheet }, options);
      const params = { places, smooth: this.#smooth, sheet: this.#chosen('toCell', sheet) };
      return makeNode(placesInStack, this.#inputs, params);
    });
  }

  /**
   * Where places of the cell lie on the sheets, by the foot of the normal on the sheet that is
   * nearest along the axis.
   *
   * @param places - [x, y, z] each, positions in the unit.
   * @returns A query of a table of `sheet`, `u`, `h` and `v`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(8 * 8 * 32), size: [8, 8, 32] });
   * const middle = Float32Array.from({ length: 192 }, (_, i) => 6 + 8 * Math.floor(i / 64));
   * const stack = await lab.stack(scan, {
   *   ...{ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns: 8, rows: 8 },
   *   ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
   *   ...{ middle, thickness: new Float32Array(192).fill(3) },
   * });
   * const table = await stack.toSheet([[2, 5, 13]]);
   * console.assert(table.column('sheet')[0] === 1 && Math.abs(table.column('h')[0]! + 1) < 1e-6);
   * await lab.dispose();
   * ```
   */
  toSheet(places: readonly Vec3[]): Query<Table<'sheet' | 'u' | 'h' | 'v'>> {
    return this.#query('toSheet', () =>
      makeNode(placesOnSheets, this.#inputs, { places, smooth: this.#smooth }),
    );
  }

  /** The recipe of the sheets, as data. */
  get recipe(): RecipeJson {
    return toRecipeJson({ result: this.node });
  }

  get #inputs() {
    return { sheets: this.node };
  }

  get #smooth(): number {
    return SMOOTH_VOXELS * Math.min(...this.grid.spacing);
  }

  #chosen(op: string, sheet: number | null): number {
    const chosen = sheet ?? (this.sheets.sheets - 1) >> 1;
    checkSheet(op, this.sheets, chosen);
    return chosen;
  }

  #placed(
    op: string,
    given: {
      readonly sheet: number | null;
      readonly from: number | null;
      readonly to: number | null;
      readonly step: number | null;
    },
  ) {
    const { axis } = this.sheets;
    return {
      ...{ axis, sheet: this.#chosen(op, given.sheet), smooth: this.#smooth },
      from: given.from ?? -this.pitch / 2,
      to: given.to ?? this.pitch / 2,
      step: given.step ?? this.grid.spacing[AXIS_INDEX[axis]],
    };
  }

  #query<T>(name: string, make: () => Node): Query<T> {
    // The form of the node's value is the class of its query: the ops say so.
    return queryOf(this.grid.context, () => inCaller(name, make)) as unknown as Query<T>;
  }
}

/** The stack of a grid and sheets, which are a query of the same lab or stated. */
export async function makeStack<G extends CellGrid>(
  grid: G,
  sheets: Query<SheetsData> | SheetsData,
): Promise<Stack<G>> {
  if (!(grid instanceof Grid)) throw invalidArgument('stack', 'grid', grid, 'a grid of the lab');
  const stated = (given: SheetsData): ValueNode<SheetsData> =>
    inCaller('stack', () => statedSheetsNode(given));
  const isQuery = sheets instanceof Query;
  const node = isQuery ? (sheets.plan.node as ValueNode<SheetsData>) : stated(sheets);
  if (isQuery && sheets.plan.context.backend !== grid.context.backend)
    throw invalidArgument('stack', 'sheets', 'a query of another lab', 'a query of this lab');
  const found = await sheets;
  const isSheets = typeof found === 'object' && 'middle' in found && 'sheets' in found;
  if (isQuery && !isSheets)
    throw invalidArgument('stack', 'sheets', 'a query of something else', 'of sheets()');
  checkSheets(found);
  if (found.unit !== grid.unit)
    throw invalidArgument('stack', 'grid', `in ${grid.unit}`, `the sheets' unit, ${found.unit}`);
  return new Stack(grid, node, found);
}

named('Stack', Stack);
