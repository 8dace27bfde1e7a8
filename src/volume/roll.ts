import { anodeOverhang } from '../cell/anode_overhang.js';
import { delaminations } from '../cell/delaminations.js';
import { delaminationTable, placedInCell } from '../cell/placed_tables.js';
import type { Delaminations } from '../cell/delamination.js';
import { outgrowthsNode } from '../cell/outgrowths/outgrowths.js';
import type { Overhang } from '../cell/overhang.js';
import { trackOf } from '../cell/sheet_place.js';
import { checkWindings } from '../cell/sheet.js';
import { layerTable, sheetLayers, type LayersValue } from '../cell/sheet_layers.js';
import { placesInCell, placesOnSheet } from '../cell/sheet_places.js';
import { statedWindingsNode } from '../cell/stated_windings.js';
import { stretch, unroll } from '../cell/unroll.js';
import { checkSlices } from '../cell/unrolled_places.js';
import type { WindingsData } from '../cell/windings_data.js';
import type { Border } from '../filters/border.js';
import type { Interpolation } from '../filters/resample.js';
import type { outgrowths } from '../operations/volume/outgrowths.js';
import {
  rollOptions,
  type DELAMINATION_COLUMNS,
  type PLACED_OUTGROWTHS,
} from '../operations/sheet_methods.js';
import { inCaller } from '../recipe/caller.js';
import { invalidArgument } from '../recipe/errors.js';
import { checkReach } from '../recipe/extent.js';
import type { Vec3 } from '../recipe/geometry.js';
import { makeNode, type Node, type ValueNode } from '../recipe/op.js';
import { parseOptions, withoutNulls } from '../recipe/options.js';
import { Grid } from './grid.js';
import {
  handleOf,
  Volume,
  type Labels,
  type Mask,
  type OptionsOf,
  type Phases,
} from './handles.js';
import { toRecipeJson, type RecipeJson } from '../recipe/json.js';
import { named } from '../recipe/named.js';
import { queryOf } from './methods.js';
import { Query } from './query.js';
import type { WithProvenance } from './results.js';
import type { Table } from './table.js';

/** A grid of a cell. */
export type CellGrid = Volume | Mask | Phases | Labels;

/** What a grid becomes when it is unrolled by a method. */
export type UnrolledOf<G, M> =
  G extends Volume<infer D> ? Volume<M extends 'nearest' ? D : 'f32'> : G;

/** Where an unrolled grid lies on its sheet; lengths in the grid's unit. */
export interface SheetOptions {
  /** Where along the sheet it begins. Default 0. */
  readonly start?: number | undefined;
  /** How far along the sheet it goes. Default to the sheet's end. */
  readonly length?: number | undefined;
  /** The lowest distance from the sheet's middle along its normal. Default −½ pitch. */
  readonly from?: number | undefined;
  /** The greatest distance. Default ½ pitch. */
  readonly to?: number | undefined;
  /** Distance of voxels along the sheet and its normal. Default the smaller spacing of x and y. */
  readonly step?: number | undefined;
}

/** How a grid is unrolled; `M` is the method. */
export interface UnrollOptions<M extends Interpolation = Interpolation> extends SheetOptions {
  /** 'linear' (default of volumes), 'nearest' (of others, their only one) or 'cubic'. */
  readonly method?: M | undefined;
  /** What is read outside of the grid. Default 'constant'. */
  readonly border?: Border | undefined;
  /** The value of the border 'constant'. Default 0. */
  readonly value?: number | undefined;
}

/** Where outgrowths of a roll are searched, and how. */
export type RollOutgrowthOptions = SheetOptions & Omit<OptionsOf<typeof outgrowths>, 'normal'>;

/** The thickness, gaps and deviations of a roll. */
export type RollLayers = LayersValue & WithProvenance;

/** Where turns of a roll have come apart. */
export type RollDelaminations = Delaminations & { readonly unit: string } & WithProvenance;

/** How far the anode of a roll stands out beyond the cathode. */
export type RollOverhang = Overhang & { readonly unit: string } & WithProvenance;

/** Sheets are smoothed by so many voxels, so that the noise of a mask's edge does not ripple. */
const SMOOTH_VOXELS = 2;

/**
 * A wound sheet in a grid, with the windings that were found. Made by `lab.roll()`. Its queries are
 * of the sheet; `unroll()` gives the grid along the sheet, on which every operation works.
 */
export class Roll<G extends CellGrid = CellGrid> {
  /** The grid that is unrolled. */
  readonly grid: G;
  /** Where the sheet lies, turn by turn. */
  readonly windings: WindingsData;
  /** @internal */
  readonly node: ValueNode<WindingsData>;

  /** @internal */
  constructor(grid: G, node: ValueNode<WindingsData>, windings: WindingsData) {
    this.grid = grid;
    this.node = node;
    this.windings = windings;
  }

  /** Growth of the radius in a turn, by a robust fit, in the grid's unit. */
  get pitch(): number {
    return Math.abs(this.#track.sheet.spiral.pitch);
  }

  /** Length along the mean of the sheet over its rows, in the grid's unit. */
  get length(): number {
    return this.#track.length.total;
  }

  /**
   * The grid along the sheet: x is the length s along it, y the distance h from its middle along
   * its normal, outwards, z that of the grid; the origin says where it begins. Sizes are chosen now
   * and stand in the recipe; the sheet is that of the windings when the recipe runs, on the same
   * data the same, and is refused where it is shorter than the recipe says.
   *
   * The normal lies in the slice. Radii are smoothed by 2 voxels; where the sheet was not seen it
   * follows what lies about the hole, up to a quarter of a turn away, and beyond that the fitted
   * spiral (`windings.middle` is NaN there). Voxels off the sheet are stretched by 1 + κh: weigh
   * volumes with `stretch()`. One pass: of the grid the slices of the region, 4 B/voxel out
   * ('nearest': the dtype's), and 32 B for each place along the sheet in each slice.
   *
   * @param options - Where along the sheet (`start`, `length`), how far from it (`from`, `to`), the
   * `step`, and how values are made (`method`, `border`, `value`), as `resampleTo`.
   * @returns A grid of the same kind: s × h × z voxels. A volume is f32, but with 'nearest' of its
   * own dtype.
   * @throws VoxmetryError `invalid-argument` for a place beyond the sheet's end, `to` below `from`,
   * more than 1048576 × 65535 places, and another method than 'nearest' for what is no volume.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * import { ROLL_MATERIALS, syntheticRoll } from 'voxmetry/synthetic';
   * const made = syntheticRoll({ size: [160, 160, 4], spacing: 50, core: 900 });
   * const lab = await openLab();
   * const { size, spacing, unit } = made.grid;
   * const scan = await lab.open({ data: made.materials(0, 4), size }, { spacing, unit });
   * const anode = scan.threshold({ lo: ROLL_MATERIALS.anode, hi: ROLL_MATERIALS.copper });
   * const cathode = scan.equals(ROLL_MATERIALS.aluminium);
   * const roll = await lab.roll(scan, anode.subtract(cathode).windings());
   * const flat = roll.unroll({ method: 'nearest', length: 5000 });
   * console.assert(flat.dtype === 'u8' && flat.size.join() === '101,8,4');
   * await lab.dispose();
   * ```
   */
  unroll<M extends Interpolation = 'linear'>(options: UnrollOptions<M> = {}): UnrolledOf<G, M> {
    return inCaller('unroll', () => {
      const given = parseOptions('unroll', rollOptions.unroll, options);
      const { border, value, method } = given;
      const how = method ?? (this.grid.meta.kind === 'volume' ? 'linear' : 'nearest');
      const params = { ...this.#placed(given), border, value, method: how };
      const node = makeNode(unroll, { grid: this.grid.node, windings: this.node }, params);
      return handleOf(this.grid.context, node) as UnrolledOf<G, M>;
    });
  }

  /**
   * How much larger a voxel of the unrolled grid is in the cell than its own volume, 1 + κh, κ the
   * curvature of the sheet in its slice. The
   * volume of an object in the cell is `volume` · `intensityMean` of `measure({ intensity: map })`.
   *
   * @param options - As those of the `unroll()` that it belongs to.
   * @returns An f32 volume of its size, without unit. 4 B/voxel, and 8 B for each place along the
   * sheet in each slice.
   * @throws VoxmetryError `invalid-argument` as `unroll()`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(64 * 64), size: [64, 64, 1] });
   * const columns = 361; // a ring of radius 20
   * const roll = await lab.roll(scan, {
   *   ...{ unit: 'px', handed: 1, angles: 360, firstColumn: 0, columns, rows: 1 },
   *   ...{ axis: { x: Float64Array.of(32), y: Float64Array.of(32) }, firstZ: 0, stepZ: 1 },
   *   middle: new Float32Array(columns).fill(20),
   *   thickness: new Float32Array(columns).fill(2),
   * });
   * const { data } = await roll.stretch({ from: -2, to: 2, length: 9 }).read();
   * console.assert(Math.abs(data[0]! - 0.9) < 1e-5 && Math.abs(data[40]! - 1.1) < 1e-5);
   * await lab.dispose();
   * ```
   */
  stretch(options: SheetOptions = {}): Volume<'f32'> {
    return inCaller('stretch', () => {
      const params = this.#placed(parseOptions('stretch', rollOptions.stretch, options));
      const node = makeNode(stretch, { grid: this.grid.node, windings: this.node }, params);
      return new Volume<'f32'>(this.grid.context, node);
    });
  }

  /**
   * Maps of the sheet's thickness, of the gap to the next turn and of the deviation from the fitted
   * spiral (a core that has fallen in is below it), with their means by turn. Extents are along the
   * normal. Cells where the sheet was not seen are NaN; `unseen` is their share.
   *
   * @param options - `smooth`: standard deviation of the weights by which radii are smoothed before
   * slopes are taken, in the unit; default half of the pitch.
   * @returns A query of the maps, row by row as in `windings`, and of `turns`, each with means,
   * intervals of 95 % (bootstrap of 16 blocks), standard deviations and extremes. On the host.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(64 * 64), size: [64, 64, 1] });
   * const columns = 721; // two turns, from the radius 10 on, 8 apart
   * const roll = await lab.roll(scan, {
   *   ...{ unit: 'px', handed: 1, angles: 360, firstColumn: 0, columns, rows: 1 },
   *   ...{ axis: { x: Float64Array.of(32), y: Float64Array.of(32) }, firstZ: 0, stepZ: 1 },
   *   middle: Float32Array.from({ length: columns }, (_, c) => 10 + (8 * c) / 360),
   *   thickness: new Float32Array(columns).fill(3),
   * });
   * const { gap, turns } = await roll.layers();
   * console.assert(Math.abs(gap[0]! - 5) < 0.03 && turns[0]!.thickness.mean < 3);
   * await lab.dispose();
   * ```
   */
  layers(options: { readonly smooth?: number | undefined } = {}): Query<RollLayers> {
    return this.#query('layers', () => makeNode(sheetLayers, this.#inputs, options));
  }

  /**
   * The means of `layers()` by turn as a table: `turn`, `cells`, `unseen`, and of `thickness`,
   * `gap` and `deviation` the mean, `.std`, `.low` and `.high` (95 % interval), `.min` and `.max`.
   *
   * @param options - As those of `layers()`.
   * @returns A query of a table, a row for each turn; lengths in the grid's unit.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(64 * 64), size: [64, 64, 1] });
   * const columns = 721; // two turns, from the radius 10 on, 8 apart
   * const middle = Float32Array.from({ length: columns }, (_, c) => 10 + (8 * c) / 360);
   * const roll = await lab.roll(scan, {
   *   ...{ unit: 'px', handed: 1, angles: 360, firstColumn: 0, columns, rows: 1 },
   *   ...{ axis: { x: Float64Array.of(32), y: Float64Array.of(32) }, firstZ: 0, stepZ: 1 },
   *   middle,
   *   thickness: new Float32Array(columns).fill(3),
   * });
   * const table = await roll.turns();
   * console.assert(table.length === 3 && Math.abs(table.column('gap')[0]! - 5) < 0.05);
   * await lab.dispose();
   * ```
   */
  turns(options: { readonly smooth?: number | undefined } = {}): Query<Table> {
    return this.#query('turns', () =>
      makeNode(layerTable, { layers: makeNode(sheetLayers, this.#inputs, options) }),
    );
  }

  /**
   * Where turns have come apart: gaps of `layers()` wider than their median + k · σ, σ = 1.4826 ·
   * the median distance from the median, as objects of cells that share an edge.
   *
   * @param options - `k` (default 4); `leastCells` (default 20): cells of an object at least.
   * @returns A query of the objects, largest area first: turn and angle of the sheet inside the
   * gap, z, area in unit², and how far the gap is wider than the median, most and in the mean.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(64 * 64), size: [64, 64, 1] });
   * const columns = 721; // two turns, from the radius 10 on, 8 apart
   * const middle = Float32Array.from({ length: columns }, (_, c) => 10 + (8 * c) / 360);
   * for (let c = 500; c < 530; c += 1) middle[c]! += 2; // the outer turn, bent out
   * const roll = await lab.roll(scan, {
   *   ...{ unit: 'px', handed: 1, angles: 360, firstColumn: 0, columns, rows: 1 },
   *   ...{ axis: { x: Float64Array.of(32), y: Float64Array.of(32) }, firstZ: 0, stepZ: 1 },
   *   middle,
   *   thickness: new Float32Array(columns).fill(3),
   * });
   * const { objects } = await roll.delaminations();
   * console.assert(objects.length === 1 && objects[0]!.cells === 30 && objects[0]!.turn === 0);
   * await lab.dispose();
   * ```
   */
  delaminations(
    options: { readonly k?: number | undefined; readonly leastCells?: number | undefined } = {},
  ): Query<RollDelaminations> {
    return this.#query('delaminations', () => {
      const layers = makeNode(sheetLayers, this.#inputs);
      return makeNode(delaminations, { ...this.#inputs, layers }, options);
    });
  }

  /**
   * The objects of `delaminations()` as a table, with where each lies in the cell: half a pitch
   * outwards from the sheet inside the gap.
   *
   * @param options - As those of `delaminations()`.
   * @returns A query of a table, the largest area first: `turn`, `theta`, `x`, `y`, `z`, `cells`,
   * `area`, `openingMax`, `openingMean`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(64 * 64), size: [64, 64, 1] });
   * const columns = 721; // two turns, from the radius 10 on, 8 apart
   * const middle = Float32Array.from({ length: columns }, (_, c) => 10 + (8 * c) / 360);
   * for (let c = 500; c < 530; c += 1) middle[c]! += 2; // the outer turn, bent out
   * const roll = await lab.roll(scan, {
   *   ...{ unit: 'px', handed: 1, angles: 360, firstColumn: 0, columns, rows: 1 },
   *   ...{ axis: { x: Float64Array.of(32), y: Float64Array.of(32) }, firstZ: 0, stepZ: 1 },
   *   middle,
   *   thickness: new Float32Array(columns).fill(3),
   * });
   * const table = await roll.delaminationTable();
   * console.assert(table.length === 1 && table.column('turn')[0] === 0);
   * await lab.dispose();
   * ```
   */
  delaminationTable(
    options: { readonly k?: number | undefined; readonly leastCells?: number | undefined } = {},
  ): Query<Table<(typeof DELAMINATION_COLUMNS.roll)[number]>> {
    return this.#query('delaminationTable', () => {
      const given = parseOptions('delaminationTable', rollOptions.delaminationTable, options);
      const layers = makeNode(sheetLayers, this.#inputs);
      const found = makeNode(delaminations, { ...this.#inputs, layers }, given);
      return makeNode(delaminationTable, { ...this.#inputs, found }, this.#slices);
    });
  }

  /**
   * What grew from the sheet's own foil: `unroll()`, `volume.outgrowths()` across it, and where
   * each lies in the cell, in one table. For another foil that is the only one between `from` and
   * `to`, as the other electrode's between two turns, state these.
   *
   * @param options - Where along the sheet and how far from it, as `unroll()`, but `from` and `to`
   * are ∓⅜ of the pitch by default, which leaves out the foils midway to the next turns; and those
   * of `volume.outgrowths()`.
   * @returns A query of a table, a row for each outgrowth and particle: `turn`, `theta` (0 … 2π,
   * from x to y), `s` and `h` on the sheet, `x`, `y` and `z` in the cell, and the other columns of
   * `volume.outgrowths()`. Sizes are those on the sheet: at h they are 1 + κh larger along it.
   * @throws VoxmetryError `invalid-argument` of a roll of what is no volume, and as `unroll()` and
   * `volume.outgrowths()`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const size = [128, 128, 32] as const;
   * const data = Uint8Array.from({ length: 128 * 128 * 32 }, (_, i) => {
   *   const r = Math.hypot((i % 128) - 64, (Math.floor(i / 128) % 128) - 64) - 40;
   *   return Math.abs(r) < 2 ? 200 : Math.abs(r) < 14 ? 100 : 40; // a ring of copper, coated
   * });
   * const columns = 361;
   * const axis = { x: new Float64Array(32).fill(64), y: new Float64Array(32).fill(64) };
   * const roll = await lab.roll(await lab.open({ data, size }), {
   *   ...{ unit: 'px', handed: 1, angles: 360, firstColumn: 0, columns, rows: 1, axis },
   *   ...{ firstZ: 0, stepZ: 1, middle: new Float32Array(columns).fill(40) },
   *   thickness: new Float32Array(columns).fill(4),
   * });
   * const table = await roll.outgrowths({ from: -12, to: 12 });
   * console.assert(table.length === 0 && table.columnNames.includes('turn'));
   * await lab.dispose();
   * ```
   */
  outgrowths(
    options: RollOutgrowthOptions = {},
  ): Query<Table<(typeof PLACED_OUTGROWTHS.roll)[number]>> {
    return this.#query('outgrowths', () => {
      const { meta } = this.grid;
      if (meta.kind !== 'volume')
        throw invalidArgument('outgrowths', 'grid', `a ${meta.kind}`, 'a roll of a volume');
      const given = parseOptions('outgrowths', rollOptions.outgrowths, options);
      checkReach('outgrowths', rollOptions.outgrowths, given, meta);
      const { start, length, from, to, step, ...search } = given;
      const near = 0.375 * this.pitch;
      const placed = this.#placed({
        ...{ start, length, step, from: from ?? -near, to: to ?? near },
      });
      const sampling = { method: 'linear', border: 'constant', value: 0 } as const;
      const flat = makeNode(
        unroll,
        { grid: this.grid.node, ...this.#inputs },
        { ...placed, ...sampling },
      );
      const table = outgrowthsNode(flat, { normal: 'y', ...withoutNulls(search) });
      return makeNode(placedInCell, { ...this.#inputs, table }, this.#slices);
    });
  }

  /**
   * How far this roll, of the anode, stands out beyond that of the cathode at both ends of z: for
   * each column of the cathode the less of what the two turns of the anode that face it stand out.
   * An end is right to one row; it is NaN where it was not seen, or lies in the first or last row.
   *
   * @param cathode - The cathode's roll, in the same volume.
   * @param options - `tolerance`: overhangs below it are counted, in the unit. Default 0.
   * @returns A query of the lower and the upper end: map, least, mean with 95 % interval, standard
   * deviation, share below the tolerance, and share that is not known.
   * @throws VoxmetryError `invalid-argument` for a roll of another lab or volume.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(64 * 64 * 9), size: [64, 64, 9] });
   * const columns = 361; // a ring that is seen in some of 9 slices
   * const ring = (radius: number, from: number, to: number) =>
   *   lab.roll(scan, {
   *     ...{ unit: 'px', handed: 1, angles: 360, firstColumn: 0, columns, rows: 9 },
   *     axis: { x: new Float64Array(9).fill(32), y: new Float64Array(9).fill(32) },
   *     ...{ firstZ: 0, stepZ: 1, thickness: new Float32Array(9 * columns).fill(3) },
   *     middle: Float32Array.from({ length: 9 * columns }, (_, i) => {
   *       const row = Math.floor(i / columns);
   *       return row >= from && row <= to ? radius : NaN;
   *     }),
   *   });
   * const anode = await ring(20, 1, 7);
   * const { upper } = await anode.overhang(await ring(24, 2, 5));
   * console.assert(upper.min === 2 && upper.below === 0);
   * await lab.dispose();
   * ```
   */
  overhang(
    cathode: Roll,
    options: { readonly tolerance?: number | undefined } = {},
  ): Query<RollOverhang> {
    return this.#query('overhang', () => {
      if (!(cathode instanceof Roll) || cathode.grid.context !== this.grid.context)
        throw invalidArgument('overhang', 'cathode', cathode, 'a roll of the same lab');
      return makeNode(anodeOverhang, { anode: this.node, cathode: cathode.node }, options);
    });
  }

  /**
   * Where places of the unrolled grid lie in the cell.
   *
   * @param places - [s, h, z] each, positions in the unit.
   * @returns A query of a table of `x`, `y`, `z`; NaN where s is not on the sheet.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(64 * 64), size: [64, 64, 1] });
   * const columns = 721; // two turns, from the radius 10 on, 8 apart
   * const middle = Float32Array.from({ length: columns }, (_, c) => 10 + (8 * c) / 360);
   * const roll = await lab.roll(scan, {
   *   ...{ unit: 'px', handed: 1, angles: 360, firstColumn: 0, columns, rows: 1 },
   *   ...{ axis: { x: Float64Array.of(32), y: Float64Array.of(32) }, firstZ: 0, stepZ: 1 },
   *   middle,
   *   thickness: new Float32Array(columns).fill(3),
   * });
   * const table = await roll.toCell([[0, 1, 0]]);
   * console.assert(Math.abs(table.column('x')[0]! - 43) < 0.02);
   * await lab.dispose();
   * ```
   */
  toCell(places: readonly Vec3[]): Query<Table<'x' | 'y' | 'z'>> {
    return this.#query('toCell', () => makeNode(placesInCell, this.#inputs, this.#at(places)));
  }

  /**
   * Where places of the cell lie on the sheet, by the foot of the normal on the nearest turn.
   *
   * @param places - [x, y, z] each, positions in the unit.
   * @returns A query of a table of `s`, `h`, `z`, `turn` and `theta` (0 … 2π, from x to y); NaN
   * beyond the ends of the sheet.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array(64 * 64), size: [64, 64, 1] });
   * const columns = 361;
   * const roll = await lab.roll(scan, {
   *   ...{ unit: 'px', handed: 1, angles: 360, firstColumn: 0, columns, rows: 1 },
   *   ...{ axis: { x: Float64Array.of(32), y: Float64Array.of(32) }, firstZ: 0, stepZ: 1 },
   *   middle: new Float32Array(columns).fill(20),
   *   thickness: new Float32Array(columns).fill(2),
   * });
   * const table = await roll.toSheet([[32, 55, 0]]);
   * const s = table.column('s')[0]!;
   * const h = table.column('h')[0]!;
   * console.assert(Math.abs(s - 10 * Math.PI) < 1e-4 && Math.abs(h - 3) < 1e-4);
   * const back = await roll.toCell([[s, 3, 0]]);
   * console.assert(Math.abs(back.column('y')[0]! - 55) < 1e-4);
   * await lab.dispose();
   * ```
   */
  toSheet(places: readonly Vec3[]): Query<Table<'s' | 'h' | 'z' | 'turn' | 'theta'>> {
    return this.#query('toSheet', () => makeNode(placesOnSheet, this.#inputs, this.#at(places)));
  }

  /** The recipe of the windings, as data. */
  get recipe(): RecipeJson {
    return toRecipeJson({ result: this.node });
  }

  get #inputs() {
    return { windings: this.node };
  }

  get #smooth(): number {
    return SMOOTH_VOXELS * Math.min(this.grid.spacing[0], this.grid.spacing[1]);
  }

  get #track() {
    return trackOf(this.windings, this.#smooth);
  }

  get #slices() {
    const { origin, spacing } = this.grid.meta;
    return { smooth: this.#smooth, firstSlice: origin[2], sliceStep: spacing[2] };
  }

  #at(places: readonly Vec3[]) {
    return { places, ...this.#slices };
  }

  #placed(given: {
    readonly start: number;
    readonly length: number | null;
    readonly from: number | null;
    readonly to: number | null;
    readonly step: number | null;
  }) {
    const { spacing } = this.grid;
    const { start } = given;
    if (start >= this.length)
      throw invalidArgument('unroll', 'start', start, `below ${String(this.length)}`);
    return {
      start,
      length: given.length ?? this.length - start,
      from: given.from ?? -this.pitch / 2,
      to: given.to ?? this.pitch / 2,
      step: given.step ?? Math.min(spacing[0], spacing[1]),
      smooth: this.#smooth,
    };
  }

  #query<T>(name: string, make: () => Node): Query<T> {
    // The form of the node's value is the class of its query: the ops say so.
    return queryOf(this.grid.context, () => inCaller(name, make)) as unknown as Query<T>;
  }
}

/** The roll of a grid and windings, which are a query of the same lab or stated. */
export async function makeRoll<G extends CellGrid>(
  grid: G,
  windings: Query<WindingsData> | WindingsData,
): Promise<Roll<G>> {
  if (!(grid instanceof Grid)) throw invalidArgument('roll', 'grid', grid, 'a grid of the lab');
  const stated = (given: WindingsData): ValueNode<WindingsData> =>
    inCaller('roll', () => statedWindingsNode(given));
  const isQuery = windings instanceof Query;
  const node = isQuery ? (windings.plan.node as ValueNode<WindingsData>) : stated(windings);
  if (isQuery && windings.plan.context.backend !== grid.context.backend)
    throw invalidArgument('roll', 'windings', 'a query of another lab', 'a query of this lab');
  const found = await windings;
  const isWindings = typeof found === 'object' && 'middle' in found && 'angles' in found;
  if (isQuery && !isWindings)
    throw invalidArgument('roll', 'windings', 'a query of something else', 'of windings()');
  checkWindings(found);
  checkSlices('roll', grid.meta, found);
  return new Roll(grid, node, found);
}

named('Roll', Roll);
