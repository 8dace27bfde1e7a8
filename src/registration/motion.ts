// Small motions about a centre, by the numbers of a model.
import { map3, type Vec3 } from '../recipe/geometry.js';
import { rotation } from '../recipe/simple_transforms.js';
import { Transform } from '../recipe/transform.js';

/** What a registration may do: each model can do what those before it can. */
export const MODELS = ['translation', 'rigid', 'similarity', 'affine'] as const;

/** One of {@link MODELS}. */
export type Model = (typeof MODELS)[number];

type AxisIndex = 0 | 1 | 2;

/** Motions of a model: a number of each parameter gives one. */
export interface Motion {
  /**
   * Names of the parameters: 'x', 'y', 'z' of a translation; 'about x' … of turns; 'scale'; 'xx',
   * 'xy' … of the matrix less the identity.
   */
  readonly names: readonly string[];
  /** What one unit of length of a parameter is in its own unit: 1, or one over the radius. */
  readonly units: readonly number[];
  /** The motion of parameters that are all lengths: how far they move a point at the radius. */
  readonly at: (lengths: readonly number[]) => Transform;
}

const LETTERS = ['x', 'y', 'z'] as const;

/** Turns in planes of two axes, each about the third. */
function turnsOf(axes: readonly AxisIndex[]): readonly AxisIndex[] {
  return ([0, 1, 2] as const).filter((i) => axes.every((axis) => axis !== i) || axes.length === 3);
}

/**
 * Motions along and between `axes`, about a centre: scaled, turned or mapped there, then moved. All
 * parameters 0 give the identity.
 */
export function motionOf(
  model: Model,
  axes: readonly AxisIndex[],
  centre: Vec3,
  radius: number,
): Motion {
  const turns = model === 'rigid' || model === 'similarity' ? turnsOf(axes) : [];
  const pairs =
    model === 'affine' ? axes.flatMap((i) => axes.map((j): [AxisIndex, AxisIndex] => [i, j])) : [];
  const scales = model === 'similarity' ? ['scale'] : [];
  const names = [
    ...axes.map((i) => LETTERS[i]),
    ...turns.map((i) => `about ${LETTERS[i]}`),
    ...scales,
    ...pairs.map(([i, j]) => `${LETTERS[i]}${LETTERS[j]}`),
  ];
  const at = (lengths: readonly number[]): Transform => {
    const rest = lengths.slice(axes.length).map((length) => length / radius);
    const matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];
    if (model === 'rigid' || model === 'similarity') {
      const vector = map3((i) => rest[turns.indexOf(i)] ?? 0);
      const angle = Math.hypot(...vector);
      const scale = model === 'similarity' ? Math.exp(rest[turns.length]!) : 1;
      const turn = angle === 0 ? undefined : rotation({ axis: vector, angle }).matrix;
      for (const i of [0, 1, 2])
        for (const j of [0, 1, 2])
          matrix[3 * i + j] = scale * (turn?.[4 * i + j] ?? (i === j ? 1 : 0));
    }
    pairs.forEach(([i, j], k) => {
      matrix[3 * i + j]! += rest[k]!;
    });
    const moved = map3((i) => lengths[axes.indexOf(i)] ?? 0);
    return aboutCentre(matrix, centre, moved);
  };
  return { names, units: names.map((_, i) => (i < axes.length ? 1 : 1 / radius)), at };
}

/** The map p → c + M (p − c) + t. */
function aboutCentre(m: readonly number[], c: Vec3, t: Vec3): Transform {
  return new Transform(
    [0, 1, 2].flatMap((i) => {
      const row = m.slice(3 * i, 3 * i + 3);
      const shift = c[i]! + t[i]! - row.reduce((sum, value, j) => sum + value * c[j]!, 0);
      return [...row, shift];
    }),
  );
}
