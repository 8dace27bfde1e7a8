import { unitFactor } from '../../units.js';
import type { AxisFacts, Convention } from '../facts.js';
import { numbersOf, roleOf, textOf } from '../facts.js';

/**
 * HyperSpy (`.hspy`): a signal is a group with `data` and a group `axis-N` for every axis, with its
 * scale, units and whether it is one of navigation. Axes of a length, and those called x, y or z,
 * are space; of the others, those of the signal are channels (energies), and those of navigation
 * times.
 */
export const hyperspy: Convention = async ({ tree, dataset, group }) => {
  if (!dataset.path.endsWith('/data') || !tree.groups.has(`${group}/axis-0`)) return undefined;
  const axes: AxisFacts[] = [];
  for (const [i] of dataset.shape.entries()) {
    const path = `${group}/axis-${i}`;
    if (!tree.groups.has(path)) return undefined;
    const said = await tree.attributes(path);
    const unit = textOf(said, 'units') ?? '';
    const isLength = unitFactor(unit, 'm') !== undefined;
    const named = roleOf(textOf(said, 'name') ?? '');
    const navigates = numbersOf(said, 'navigate')?.[0] ?? 1;
    const isSignal = !navigates && !isLength && named === undefined;
    const signal = isSignal
      ? { name: textOf(said, 'name') ?? '', offset: numbersOf(said, 'offset')?.[0] ?? 0 }
      : undefined;
    const role = named ?? (isLength ? undefined : numbersOf(said, 'navigate')?.[0] ? 't' : 'c');
    axes.push({ role, step: numbersOf(said, 'scale')?.[0], unit, signal });
  }
  const inSpace = axes.filter(({ role }) => role !== 'c' && role !== 't').length;
  // Less than two axes of space: a plane or a volume of whatever its axes are.
  const plain = inSpace < 2 && axes.length <= 3;
  return {
    axes: plain ? axes.map((axis) => ({ ...axis, role: undefined })) : axes,
    from: 'HyperSpy scale',
  };
};
