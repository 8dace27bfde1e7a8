import type { AxisFacts, Convention, DatasetContext } from '../facts.js';
import { numbersOf, roleOf, stepOf, textOf } from '../facts.js';
import type { Attributes, Hdf5Tree } from '../tree.js';

/**
 * NeXus: the signal of an NXdata group, whose attribute `axes` names an array for every axis; or,
 * as files of before have it, `axes` of the signal itself (`z:y:x`). Distances come from these
 * arrays where they are regular.
 */
export const nexus: Convention = async (context) => {
  const { dataset, tree, group } = context;
  const names = axisNames(context);
  if (names === undefined) return undefined;
  if (names.length !== dataset.shape.length) return { axes: dataset.shape.map(() => ({})) };
  const axes: AxisFacts[] = [];
  const warnings: string[] = [];
  for (const [i, name] of names.entries()) {
    const path = `${group === '/' ? '' : group}/${name}`;
    const along = tree.datasets.get(path);
    const values = along === undefined ? undefined : await tree.numbers(path);
    // One value more than voxels: the edges of these.
    const fits = [0, 1].includes((values?.length ?? -1) - dataset.shape[i]!);
    const step = fits ? stepOf(values) : undefined;
    if (fits && dataset.shape[i]! > 1 && step === undefined)
      warnings.push(`The positions along ${name} are not equally far apart, and are not used.`);
    const unit = along === undefined ? '' : (textOf(await tree.attributes(path), 'units') ?? '');
    axes.push({ role: nexusRole(name), step, unit });
  }
  return { axes, from: 'NeXus axes', warnings };
};

/** Axes may be called after what they are: `x_pixel`, `sample_y`. */
function nexusRole(name: string): AxisFacts['role'] {
  return roleOf(name) ?? (name.toLowerCase() === 'energy' ? 'c' : undefined);
}

function axisNames(context: DatasetContext): readonly string[] | undefined {
  const { groupAttributes, attributes, dataset } = context;
  if (textOf(groupAttributes, 'NX_class') !== 'NXdata') return undefined;
  const name = dataset.path.slice(dataset.path.lastIndexOf('/') + 1);
  const signal = textOf(groupAttributes, 'signal');
  if (signal === name) return textsOf(groupAttributes, 'axes');
  if (signal === undefined && isMarked(attributes))
    return textOf(attributes, 'axes')
      ?.replace(/^\[|\]$/g, '')
      .split(/[:,]/);
  return undefined;
}

/** Whether a dataset says itself that it is the signal. */
function isMarked(attributes: Attributes): boolean {
  return numbersOf(attributes, 'signal')?.[0] === 1 || textOf(attributes, 'signal') === '1';
}

function textsOf(attributes: Attributes, name: string): readonly string[] | undefined {
  const value = attributes.get(name);
  return typeof value?.[0] === 'string' ? (value as readonly string[]) : undefined;
}

/**
 * The path of the dataset that a file is meant to be shown by: attributes `default` lead to a
 * group, whose `signal` it is.
 */
export async function defaultDataset(tree: Hdf5Tree): Promise<string | undefined> {
  let group = '/';
  for (let step = 0; step < 16; step++) {
    const attributes = await tree.attributes(group);
    const signal = textOf(attributes, 'signal');
    const prefix = group === '/' ? '/' : `${group}/`;
    if (signal !== undefined) return prefix + signal;
    const next = textOf(attributes, 'default');
    if (next === undefined || !tree.groups.has(prefix + next)) return undefined;
    group = prefix + next;
  }
  return undefined;
}
