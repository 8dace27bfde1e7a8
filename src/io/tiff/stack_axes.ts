import type { Vec3 } from '../../recipe/geometry.js';
import type { StackFacts } from './calibration.js';
import { damaged } from './directory.js';
import { unsupported } from './fields.js';
import type { Plane, Planes } from './planes.js';
import { isPacked, listedPlanes, packedPlanes, planesHeld } from './planes.js';

/** Sizes of a stack behind those of its planes. */
export type Axes = Readonly<Record<'c' | 'z' | 't', number>>;

/** Where a stack comes from. */
export interface StackSource {
  readonly name: string;
  /** The size that the caller states, for times or channels that are slices in truth. */
  readonly size?: Vec3 | undefined;
  /** Where other parts of the file begin, behind which there are no planes. */
  readonly starts: readonly number[];
}

/** The planes of a stack, and which of them is where. */
export interface Arrangement {
  readonly planes: Planes;
  readonly sizes: Axes;
  /** The number of a plane. */
  index(c: number, z: number, t: number): number;
}

/**
 * Orders planes along channels, slices and times, as the description says: a page each, or all
 * behind one page. Without a description they are slices.
 */
export function arrange(
  facts: StackFacts,
  pages: readonly Plane[],
  { name, size, starts }: StackSource,
  warnings: string[],
): Arrangement {
  const count = pages.length;
  const slices = (planes: Planes): Arrangement => ({
    planes,
    sizes: { c: 1, z: planes.count, t: 1 },
    index: (_c, z) => z,
  });
  if (facts.axes === undefined) return slices(listedPlanes(pages));
  const axes = namedAxes(facts.axes, name);
  const long = axes.filter(([, n]) => n > 1);
  const total = axes.reduce((product, [, n]) => product * n, 1);
  const list = axes.map(([axis, n]) => `${axis} ${n}`).join(', ');
  const only = long[0]?.[0] ?? 'z';
  const what = long.length < 2 && only === 'z' ? `${total} slices` : `${total} planes (${list})`;
  const planes = planesOf(pages, total, { name, starts }, what);
  if (count > total) {
    if (long.length > 1 || only !== 'z')
      throw unsupported(name, `its metadata name ${what}, but it has ${count} pages`);
    warnings.push(`The metadata name ${what}; the file has ${count} pages, and all are read.`);
    return slices(planes);
  }
  if (long.length === 1 && only !== 'z') {
    const kind = only === 'c' ? 'channels' : 'times';
    const [first] = pages;
    const stated = `[${first!.page.width}, ${first!.page.height}, ${total}]`;
    if (size?.[2] === total) {
      warnings.push(`The ${total} ${kind} are taken as slices, as asked.`);
      return slices(planes);
    }
    warnings.push(
      `The file has ${total} ${kind} of one slice each. Where they are slices, state size: ${stated}.`,
    );
  }
  const sizes = { c: 1, z: 1, t: 1, ...Object.fromEntries(axes) };
  const strides = { c: 0, z: 0, t: 0 };
  let stride = 1;
  for (const [axis, n] of [...axes].reverse()) {
    strides[axis] = stride;
    stride *= n;
  }
  return { planes, sizes, index: (c, z, t) => c * strides.c + z * strides.z + t * strides.t };
}

/** The axes as channels, slices and times, the slowest first; one of another name is z. */
function namedAxes(
  axes: Readonly<Record<string, number>>,
  name: string,
): (readonly ['c' | 'z' | 't', number])[] {
  const entries = Object.entries(axes);
  const others = entries.filter(([axis, n]) => n > 1 && !/^[czt]$/.test(axis));
  const hasSlices = (axes['z'] ?? 1) > 1;
  if (others.length > 1 || (others.length === 1 && hasSlices)) {
    const list = entries.map(([axis, n]) => `${axis} ${n}`).join(', ');
    throw unsupported(
      name,
      `it has more axes than channels, slices and times (${list}); name them C, Z and T, or save one volume`,
    );
  }
  const [other] = others;
  return entries
    .filter(([axis, n]) => /^[ct]$/.test(axis) || (axis === 'z' && other === undefined) || n > 1)
    .map(([axis, n]) => [/^[ct]$/.test(axis) ? (axis as 'c' | 't') : 'z', n] as const);
}

function planesOf(
  pages: readonly Plane[],
  total: number,
  { name, starts }: StackSource,
  what: string,
): Planes {
  const [first] = pages;
  if (total <= pages.length || first === undefined) return listedPlanes(pages);
  if (pages.length > 1 || !isPacked(first.page)) {
    throw damaged(name, `its metadata name ${what}, but it has ${pages.length} pages`);
  }
  const held = planesHeld(first, starts);
  if (total > held) throw damaged(name, `its metadata name ${what}, but its bytes hold ${held}`);
  return packedPlanes(first, total);
}
