// The pose at which a slice shows the interfaces that a volume has.
import { compose, type Transform } from '../recipe/transform.js';
import { appearanceOf } from './appearance.js';
import { Reader } from './interface_model.js';
import { InterfaceView } from './interface_view.js';
import type { Motion } from './motion.js';
import type { Neighbourhoods } from './neighbourhoods.js';
import { solvePositive, type Matrix } from './normal_equations.js';

/** A pose that was fitted, and what its precision follows from. */
export interface InterfaceFit {
  readonly transform: Transform;
  readonly pulls: Matrix;
  readonly curvature: Matrix;
  readonly unexplained: number;
  readonly evaluations: number;
}

/** Steps, in voxels. */
const LONGEST = 0.5;
const PRECISION = 0.01;
/** Looks on the way and at the end of it, at most. */
const ON_THE_WAY = 12;
const AT_THE_END = 16;

/** Fits a pose; undefined where there is none near the start. */
export function fitInterfaces(
  of: Neighbourhoods,
  start: Transform,
  motion: Motion,
): InterfaceFit | undefined {
  const reader = new Reader(of);
  const appearance = appearanceOf(reader, of.points.length, start);
  if (appearance === undefined) return undefined;
  const view = new InterfaceView(of, reader, appearance, motion);
  const { unit } = reader;
  let slice = view.firstSlice(start);
  let transform = start;
  /** A step of Newton's method, half a voxel at most, and how long it is. */
  const stepOf = (curvature: Matrix, slope: readonly number[]) => {
    const step = solvePositive(curvature, slope);
    if (step?.every((length) => Number.isFinite(length)) !== true) return undefined;
    const most = Math.max(...step.map(Math.abs)) / unit;
    const part = Math.min(1, LONGEST / most);
    return { most: part * most, along: step.map((length) => length * part) };
  };
  for (let i = 0; i < ON_THE_WAY; i += 1) {
    const look = view.look(transform, slice, 2);
    slice = look.next;
    const step = stepOf(look.information, look.slope);
    if (step === undefined) return undefined;
    transform = compose(motion.at(step.along), transform);
    if (i % 4 === 3) slice = view.withBlur(transform, slice);
    if (i > 3 && step.most < 4 * PRECISION) break;
  }
  const curvature = view.curvatureAt(transform, slice);
  let here = view.look(transform, slice, 1);
  let step = stepOf(curvature, here.slope);
  // Where slopes are rough, steps that lead to longer ones are halved.
  let part = 1;
  for (let i = 0; i < AT_THE_END && step !== undefined; i += 1) {
    if (step.most < PRECISION)
      return {
        transform,
        pulls: here.pulls,
        curvature,
        unexplained: here.unexplained,
        evaluations: view.looks,
      };
    const by = step.along.map((length) => part * length);
    const next = compose(motion.at(by), transform);
    const there = view.look(next, here.next, 1);
    const then = stepOf(curvature, there.slope);
    if (then !== undefined && then.most < step.most) {
      [transform, here, step, part] = [next, there, then, Math.min(1, 2 * part)];
    } else part /= 2;
  }
  return undefined;
}
