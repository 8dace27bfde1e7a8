// The steel can of a cylindrical cell.
import { gaussian } from '../filters/gaussian.js';
import { ownsSlices, wholeSlices } from '../filters/owned_blocks.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Length } from '../recipe/length.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { integer, length, nullable, number } from '../recipe/params.js';
import { otsuNode } from '../segmentation/otsu_level.js';
import { canSearch, type CanCentre, type CanPlace } from './can_search.js';
import type { CanValue } from './can_value.js';

/** Rays of a slice, at most by default. */
const MOST_RAYS = 2048;
/** Cells of the map, at most: three numbers of 4 B each. */
const MOST_CELLS = 2 ** 26;

/** How many rays a slice gets: arcs of a voxel. */
export function raysFor(place: CanPlace, spacing: readonly number[], rays: number | null): number {
  const arcs = (2 * Math.PI * place.greatest) / Math.min(spacing[0]!, spacing[1]!);
  return rays ?? Math.max(64, Math.min(MOST_RAYS, Math.ceil(arcs)));
}

/**
 * The steel can of a cylindrical cell, its axis nearly along z, as {@link CanValue}. `place` says
 * where it lies ({@link canSearch}).
 *
 * Rays at equal angles about the axis come from 1.15 of its radius inwards to half of it, in steps
 * of half a voxel, with values by bilinear interpolation in each slice. The outer contour is where
 * a ray first rises above the threshold and stays there for 1.5 voxels, the inner one where it
 * falls below it again, both by linear interpolation between the samples: what leans against the
 * wall and is brighter than the threshold counts as wall. Which samples they are, and where between
 * them, is decided in whole numbers, the same on every GPU and in bricks.
 *
 * An ellipse is fitted to the outer contour of each slice in which at least two thirds of the rays
 * met the can (`fitEllipse`: direct least squares, then distances along the normal with Tukey's
 * weights). Dents are places that lie inside of it by more than the greater of `dentDepth` and
 * `sigmas` · σ, where σ = 1.4826 · MAD of the residuals of all slices, connected over angles and
 * slices, at least 4 cells. A groove all around is none: it is in the axes of its slices.
 *
 * One pass: per ray some 10 % of the radius in samples of 4 voxels, 8 B written and read back; f64
 * on the host, some 10 µs per ray. Bricks take whole slices. Places outside of the slices are none;
 * NaN is air.
 */
export const can = declareOp({
  name: 'can',
  kind: 'reduce',
  inputs: { volume: input('volume'), place: valueInput<CanPlace>() },
  params: {
    rays: nullable(
      integer({ min: 32, max: 16384 }, 'Rays of a slice; null: arcs of a voxel, at most 2048.'),
    ),
    dentDepth: length({ default: { voxels: 0.5 } }, 'Depth of a dent, at least.'),
    sigmas: number({ default: 5, min: 0 }, 'Depth of a dent in σ of the contour, at least.'),
  },
  exactness: 'float-dependent',
  result: ({ volume }, { rays }) => {
    if ((rays ?? MOST_RAYS) * volume.size[2] > MOST_CELLS)
      throw invalidArgument('can', 'rays', rays, `at most ${String(MOST_CELLS)} of all slices`);
    return yields.result<CanValue>();
  },
  needs: (region, { volume }) => ({
    volume: ownsSlices(region) ? wholeSlices(region, volume.size) : region,
  }),
  notes: ({ sigmas }) => ({
    contour: 'first rise from outside for 1.5 voxels, bilinear, linear between half voxels',
    ellipse: 'per slice: Halíř–Flusser, then geometric distances, Tukey 4.685, σ = 1.4826 MAD',
    dents: `deeper than max(dentDepth, ${String(sigmas)} σ), 8-connected on (θ, z), θ periodic`,
    border: 'places outside of the slices are none',
  }),
});

/** How a can is measured. */
export interface CanOptions {
  readonly centre?: CanCentre | undefined;
  readonly threshold?: number | undefined;
  readonly smooth?: Length | undefined;
  readonly rays?: number | undefined;
  readonly dentDepth: Length;
  readonly sigmas: number;
}

/** The node of the can of a volume: {@link canSearch}, from Otsu's level where none is stated. */
export function canNode(volume: Node, options: CanOptions): Node<ReturnType<typeof can.result>> {
  const { centre, threshold, smooth, ...measured } = options;
  const scan = smooth === undefined ? volume : makeNode(gaussian, { volume }, { sigma: smooth });
  const level = threshold === undefined ? otsuNode(scan) : undefined;
  const place = makeNode(canSearch, { volume: scan, level }, { centre, threshold });
  return makeNode(can, { volume: scan, place }, measured);
}
