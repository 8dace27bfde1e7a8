import type { Vec3 } from '../../recipe/geometry.js';
import type { SignalAxis } from '../../recipe/source.js';
import { map3 } from '../../recipe/geometry.js';
import type { ArrayAxes } from '../chunked_reader.js';
import { keptAxes } from '../three_axes.js';
import { canonicalUnit, convertLength } from '../units.js';
import type { AxisFacts, DatasetFacts, Role } from './facts.js';

const SPACE = ['x', 'y', 'z'] as const;

/** What each axis of a dataset is, or why that is not known. */
export function axesOf(
  shape: readonly number[],
  facts: readonly DatasetFacts[],
): ArrayAxes | { readonly refused: string } {
  const said = facts.find(({ axes }) => axes.some(({ role }) => role !== undefined))?.axes ?? [];
  const roles = shape.map((_, axis): Role | undefined => said[axis]?.role);
  const named = roles.filter((role) => role !== undefined);
  if (new Set(named).size < named.length) return { refused: `its axes are ${named.join(', ')}` };
  // Axes that nothing names are those of space that are left, x last.
  const open = roles.flatMap((role, axis) => (role === undefined ? [axis] : []));
  const free = SPACE.filter((role) => !named.includes(role));
  const kept = keptAxes(open.map((axis) => shape[axis]!)).map((i) => open[i]!);
  const unnamed = named.length === 0 ? kept : open.filter((axis) => shape[axis] !== 1);
  if (unnamed.length > free.length) {
    const axes = shape.join(' × ');
    return { refused: `its axes are ${axes}, and nothing says which are channels or times` };
  }
  for (const [i, axis] of unnamed.toReversed().entries()) roles[axis] = free[i];
  const at = (role: Role): number => roles.indexOf(role);
  const space: Vec3 = [at('x'), at('y'), at('z')];
  if (space.filter((axis) => axis >= 0 && shape[axis]! > 1).length < 2)
    return { refused: `its axes are ${shape.join(' × ')}, which is no image` };
  return { space, channel: at('c'), time: at('t') };
}

/**
 * Axes of a dataset as a spectrum image, its channels along z: of one or two axes besides that of
 * the spectrum, x last. Undefined where no axis is marked as that of a spectrum, or several are.
 */
export function spectrumAxes(
  shape: readonly number[],
  facts: readonly DatasetFacts[],
): (ArrayAxes & { readonly axis: SignalAxis | undefined }) | undefined {
  const said = facts.find(({ axes }) => axes.some(({ signal }) => signal !== undefined))?.axes;
  if (said === undefined) return undefined;
  const marked = shape.flatMap((_, i) => (said[i]?.signal === undefined ? [] : [i]));
  const others = shape.flatMap((n, i) => (n > 1 && !marked.includes(i) ? [i] : []));
  if (marked.length !== 1 || others.length < 1 || others.length > 2) return undefined;
  const { signal, step, unit } = said[marked[0]!]!;
  const [x, y] = others.toReversed();
  return {
    space: [x!, y ?? -1, marked[0]!],
    channel: -1,
    time: -1,
    axis:
      isStep(step) && step > 0
        ? { name: signal!.name, unit: unit ?? '', scale: step, offset: signal!.offset }
        : undefined,
  };
}

/** Distances of voxels. */
export interface Distances {
  readonly spacing?: Vec3;
  readonly unit?: string;
  readonly from?: string;
  readonly warnings: readonly string[];
}

/** Distances of voxels as the first convention states them that states any. */
export function distancesOf(
  { space }: ArrayAxes,
  shape: readonly number[],
  facts: readonly DatasetFacts[],
): Distances {
  const warnings = facts.flatMap((given) => given.warnings ?? []);
  const along = (given: DatasetFacts, i: 0 | 1 | 2): AxisFacts => {
    const step = given.along?.[SPACE[i]];
    if (step !== undefined) return { step, unit: given.along?.unit };
    return (space[i] < 0 ? undefined : given.axes[space[i]]) ?? {};
  };
  const present = ([0, 1, 2] as const).filter((i) => space[i] >= 0);
  const long = present.filter((i) => shape[space[i]]! > 1);
  const source = facts.find((given) => long.some((i) => isStep(along(given, i).step)));
  if (source === undefined) return { warnings };
  const missing = long.filter((i) => !isStep(along(source, i).step));
  if (missing.length > 0)
    return {
      warnings: [
        ...warnings,
        `${source.from ?? 'The file'} states no distance along ${missing.map((i) => SPACE[i]).join(', ')}: ` +
          'what it states of the other axes is not used.',
      ],
    };
  if (long.some((i) => along(source, i).step! < 0))
    warnings.push('An axis runs backwards; the voxels are kept as stored.');
  const units = new Map(long.map((i) => [i, canonicalUnit(along(source, i).unit ?? '')]));
  const unit = units.get(long[0]!)!;
  const steps = new Map(
    long.map((i) => {
      const step = Math.abs(along(source, i).step!);
      return [i, units.get(i) === unit ? step : convertLength(step, units.get(i)!, unit)] as const;
    }),
  );
  if ([...steps.values()].includes(undefined)) {
    const names = long.map((i) => `${SPACE[i]} in ${units.get(i)}`).join(', ');
    warnings.push(
      `${source.from ?? 'The file'} states ${names}, which is no one unit: it is not used.`,
    );
    return { warnings };
  }
  return {
    spacing: map3((i) => steps.get(i) ?? 1),
    ...(unit === 'px' ? {} : { unit }),
    ...(source.from === undefined ? {} : { from: source.from }),
    warnings,
  };
}

function isStep(step: number | undefined): step is number {
  return step !== undefined && Number.isFinite(step) && step !== 0;
}
