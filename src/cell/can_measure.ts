// From crossings along rays to what is known of a can.
import { invalidArgument } from '../recipe/errors.js';
import { physicalLength, type Length } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import { canEstimates } from './can_estimates.js';
import { findDents } from './can_dents.js';
import { FIXED, rayCentre, type CanRays } from './can_rays.js';
import type { CanPlace } from './can_search.js';
import type { CanDepth, CanMap, CanSlices, CanValue } from './can_value.js';
import { footFinder, reachOf, semiAxes, type Ellipse } from './ellipse.js';
import { MAD_TO_SIGMA } from './least_squares.js';
import { medianOf } from './middle_value.js';
import { ellipseErrors } from './ellipse_errors.js';
import { robustLine } from './robust_line.js';
import { fitEllipse, LEAST_POINTS, type EllipseFit } from './robust_ellipse.js';

/** The contours of some slices. */
export interface ContourSlab {
  /** First slice. */
  readonly first: number;
  /**
   * Outer and inner crossing of every ray of every slice, in samples from the ray's start; NaN
   * where there is none, ∞ as the outer one of a ray that began within the can.
   */
  readonly crossings: Float32Array<ArrayBuffer>;
}

/** Part of the circumference that tells an ellipse: of a half, centre and axis are one number. */
const LEAST_SEEN = 2 / 3;

/**
 * How far outlines of cans lie off their ellipse at most, as part of the radius: noise does less.
 */
const MOST_ROUGH = 0.03;

/** What is measured of a slice. */
const COLUMNS = [
  ...['z', 'x', 'y', 'majorAxis', 'minorAxis', 'orientation', 'eccentricity', 'ovality'],
  ...['roughness', 'seen', 'cut', 'wall', 'wallLeast'],
  ...['xError', 'yError', 'majorAxisError', 'minorAxisError', 'ovalityError'],
] as const satisfies readonly (keyof CanSlices)[];

type Columns = { -readonly [K in keyof CanSlices]: Float64Array };

function emptyColumns(slices: number): Columns {
  const columns = COLUMNS.map((name) => [name, new Float64Array(slices).fill(NaN)]);
  return Object.fromEntries(columns) as Columns;
}

/** Whether a place lies beyond the outermost voxels of the slices. */
function isBeyond({ size, spacing, origin }: GridMeta, x: number, y: number): boolean {
  return [x, y].some((place, axis) => {
    const at = (place - origin[axis]!) / spacing[axis]!;
    return at < 0 || at > size[axis]! - 1;
  });
}

/** Whether slices hold all of an ellipse for sure. */
function holds(grid: GridMeta, ellipse: Ellipse): boolean {
  const { a } = semiAxes(ellipse);
  return !([-a, a] as const).some(
    (by) => isBeyond(grid, ellipse.x + by, ellipse.y) || isBeyond(grid, ellipse.x, ellipse.y + by),
  );
}

/** One slice: its ellipse, and rows of the map. */
function measureSlice(
  crossings: Float32Array,
  grid: GridMeta,
  rays: CanRays,
  place: CanPlace,
  slice: number,
  map: CanMap,
  columns: Columns,
): EllipseFit | undefined {
  const { count, table } = rays;
  const { spacing, origin } = grid;
  const middle = rayCentre(grid, place, slice);
  const centre = ([0, 1] as const).map(
    (axis) => origin[axis] + (middle[axis] / FIXED) * spacing[axis],
  ) as [number, number];
  const placeOf = (ray: number, crossing: number, axis: 0 | 1): number => {
    const at = 4 * ray + axis;
    const voxels = (middle[axis] + table[at]! - crossing * table[at + 2]!) / FIXED;
    return origin[axis] + voxels * spacing[axis];
  };
  const x = new Float64Array(count).fill(NaN);
  const y = new Float64Array(count).fill(NaN);
  let [seen, cut] = [0, 0];
  for (let ray = 0; ray < count; ray += 1) {
    const outer = crossings[2 * ray]!;
    if (outer === Infinity) cut += 1;
    if (!Number.isFinite(outer)) continue;
    seen += 1;
    x[ray] = placeOf(ray, outer, 0);
    y[ray] = placeOf(ray, outer, 1);
  }
  columns.z[slice] = origin[2] + slice * spacing[2];
  columns.seen[slice] = seen / count;
  columns.cut[slice] = cut / count;
  // Less may yet tell how much of the can the slices cut.
  if (seen < Math.max(LEAST_POINTS, count / 3)) return undefined;
  const fit = fitEllipse({ x, y, centre });
  if (fit === undefined) return undefined;
  if (seen < count || cut > 0 || !holds(grid, fit.ellipse)) {
    [seen, cut] = [0, 0];
    for (let ray = 0; ray < count; ray += 1) {
      const angle = (2 * Math.PI * ray) / count;
      const direction = [Math.cos(angle), Math.sin(angle)] as const;
      const reach = reachOf(fit.ellipse, centre, direction);
      // Where the slice ends before the can does, what the ray met is something else.
      if (isBeyond(grid, centre[0] + reach * direction[0], centre[1] + reach * direction[1])) {
        cut += 1;
        x[ray] = NaN;
      } else if (!Number.isNaN(x[ray]!)) seen += 1;
    }
    columns.seen[slice] = seen / count;
    columns.cut[slice] = cut / count;
    if (seen < LEAST_SEEN * count) return undefined;
  }
  const row = slice * count;
  const footOf = footFinder(fit.ellipse);
  let [sum, walls, least] = [0, 0, Infinity];
  for (let ray = 0; ray < count; ray += 1) {
    if (Number.isNaN(x[ray]!)) continue;
    const [px, py] = [x[ray]!, y[ray]!];
    map.radius[row + ray] = Math.hypot(px - centre[0], py - centre[1]);
    map.residual[row + ray] = fit.residuals[ray]!;
    const inner = crossings[2 * ray + 1]!;
    if (Number.isNaN(inner)) continue;
    // Along the ray, and so along the normal of a wall whose faces are parallel.
    const { nx, ny } = footOf(px, py);
    const wall = Math.abs(nx * (px - placeOf(ray, inner, 0)) + ny * (py - placeOf(ray, inner, 1)));
    map.wall[row + ray] = wall;
    sum += wall;
    walls += 1;
    least = Math.min(least, wall);
  }
  const { a, b, angle } = semiAxes(fit.ellipse);
  const errors = ellipseErrors(fit.ellipse, fit.covariance);
  const values: Partial<Record<keyof CanSlices, number>> = {
    ...{ x: fit.ellipse.x, y: fit.ellipse.y, majorAxis: 2 * a, minorAxis: 2 * b },
    ...{ orientation: angle, eccentricity: Math.sqrt(1 - (b / a) ** 2) },
    ...{ ovality: (2 * (a - b)) / (a + b), roughness: fit.sigma },
    ...{ wall: sum / walls, wallLeast: walls === 0 ? NaN : least },
    ...{ xError: errors.x, yError: errors.y, ovalityError: errors.ovality },
    ...{ majorAxisError: errors.majorAxis, minorAxisError: errors.minorAxis },
  };
  for (const [name, value] of Object.entries(values))
    columns[name as keyof CanSlices][slice] = value;
  return fit;
}

function shareOf(column: Float64Array): number {
  return column.reduce((sum, v) => sum + v, 0) / column.length;
}

/** Where the wall is thinnest, of medians of 3 rays beside each other. */
function thinnestOf(map: CanMap, columns: Columns): CanValue['thinnest'] {
  const { angles, wall } = map;
  let thinnest = { thickness: NaN, theta: NaN, z: NaN };
  wall.forEach((own, cell) => {
    const [ray, slice] = [cell % angles, Math.floor(cell / angles)];
    const row = slice * angles;
    const before = wall[row + ((ray + angles - 1) % angles)]!;
    const behind = wall[row + ((ray + 1) % angles)]!;
    if (Number.isNaN(before + own + behind)) return;
    const thickness = Math.max(Math.min(before, own), Math.min(Math.max(before, own), behind));
    if (thickness >= thinnest.thickness) return;
    thinnest = { thickness, theta: (2 * Math.PI * ray) / angles, z: columns.z[slice]! };
  });
  return thinnest;
}

function deepestOf({ angles, residual }: CanMap, columns: Columns): CanDepth {
  let best = -1;
  residual.forEach((v, cell) => {
    if (!Number.isNaN(v) && (best < 0 || v < residual[best]!)) best = cell;
  });
  return {
    depth: -residual[best]!,
    theta: (2 * Math.PI * (best % angles)) / angles,
    z: columns.z[Math.floor(best / angles)]!,
  };
}

/** Measures a can from its contours; slabs may come in any order. */
export function measureCan(
  slabs: readonly ContourSlab[],
  grid: GridMeta,
  rays: CanRays,
  place: CanPlace,
  options: { readonly dentDepth: Length; readonly sigmas: number },
): CanValue {
  const slices = grid.size[2];
  const angles = rays.count;
  const cells = angles * slices;
  const empty = (): Float32Array<ArrayBuffer> => new Float32Array(cells).fill(NaN);
  const map: CanMap = { angles, slices, radius: empty(), residual: empty(), wall: empty() };
  const columns = emptyColumns(slices);
  const fits: EllipseFit[] = [];
  for (const { first, crossings } of [...slabs].sort((a, b) => a.first - b.first))
    for (let i = 0; i < crossings.length / (2 * angles); i += 1) {
      const own = crossings.subarray(2 * angles * i, 2 * angles * (i + 1));
      const fit = measureSlice(own, grid, rays, place, first + i, map, columns);
      if (fit !== undefined) fits.push(fit);
    }
  const [seen, cut] = [shareOf(columns.seen), shareOf(columns.cut)];
  if (fits.length === 0) {
    const percent = (share: number): string => `${String(Math.round(100 * share))} %`;
    throw invalidArgument(
      'can',
      'volume',
      `one whose can was met on ${percent(seen)} of the rays, and cut by the slices' ends on ${percent(cut)}`,
      "a scan that shows two thirds of the circumference; or state 'threshold', 'smooth'",
    );
  }
  const good = Array.from(columns.x.keys()).filter((k) => !Number.isNaN(columns.x[k]!));
  const lineOf = (column: Float64Array) =>
    robustLine(
      good.map((k) => columns.z[k]!),
      good.map((k) => column[k]!),
    );
  const [lineX, lineY] = [lineOf(columns.x), lineOf(columns.y)];
  const away = good.flatMap((k) => [
    Math.abs(columns.x[k]! - lineX.at - lineX.slope * columns.z[k]!),
    Math.abs(columns.y[k]! - lineY.at - lineY.slope * columns.z[k]!),
  ]);
  const sigma = MAD_TO_SIGMA * medianOf(map.residual.map(Math.abs));
  const radius = medianOf(good.map((k) => columns.minorAxis[k]! / 2));
  if (sigma > MOST_ROUGH * radius)
    throw invalidArgument(
      'can',
      'volume',
      `one whose outline lies off an ellipse by ${String(Math.round((100 * sigma) / radius))} % of its radius`,
      'a cylindrical cell, its axis along z; a pouch or a prismatic cell has no such can: its electrodes are found by mask.sheets()',
    );
  // Voxels are those of the slices.
  const [sx, sy] = grid.spacing;
  const dentLimit = Math.max(
    physicalLength(options.dentDepth, [sx, sy, sx]),
    options.sigmas * sigma,
  );
  const dents = findDents(
    {
      ...{ angles, slices },
      depth: (cell) => -map.residual[cell]!,
      area: (cell) => ((2 * Math.PI * map.radius[cell]!) / angles) * grid.spacing[2],
      z: (slice) => columns.z[slice]!,
    },
    dentLimit,
  );
  return {
    unit: grid.unit,
    ...{ threshold: place.threshold, air: place.air, steel: place.steel, seen, cut },
    ...canEstimates(fits, map, grid.unit),
    thinnest: thinnestOf(map, columns),
    axis: {
      ...{ x: lineX.at, y: lineY.at, slopeX: lineX.slope, slopeY: lineY.slope },
      tilt: Math.atan(Math.hypot(lineX.slope, lineY.slope)),
      straightness: MAD_TO_SIGMA * medianOf(away),
    },
    slices: columns,
    map,
    ...{ dentLimit, sigma, dents },
    deepest: deepestOf(map, columns),
  };
}
