// Stripe profile from line-to-line differences: cumulative sums less a running median.
import type { Vec3 } from '../recipe/geometry.js';
import { narrowProfile, type Profile } from './profile.js';

/** Steps from line to line, in grey levels: of some lines, blocks and slices. */
export interface Steps {
  readonly first: Vec3;
  readonly size: Vec3;
  readonly values: Float64Array<ArrayBuffer>;
}

/** Puts the steps of bricks together and makes each line of them a profile. */
export function profileOf(
  parts: readonly Steps[],
  [lines, blocks, slices]: Vec3,
  window: number,
): Profile {
  const steps = Array.from({ length: blocks * slices }, () => new Float64Array(lines - 1));
  for (const { first, size, values } of parts)
    for (let i = 0; i < values.length; i += 1) {
      const rest = Math.floor(i / size[0]);
      const block = first[1] + (rest % size[1]);
      const slice = first[2] + Math.floor(rest / size[1]);
      steps[slice * blocks + block]![first[0] + (i % size[0])] = values[i]!;
    }
  const values = new Float32Array(lines * blocks * slices);
  steps.forEach((row, k) => {
    values.set(narrowProfile(row, window), k * lines);
  });
  return { lines, blocks, slices, values };
}
