import type { AxisFacts, Convention } from '../facts.js';
import { numbersOf, roleOf, textOf } from '../facts.js';

/** ilastik and vigra: JSON in the attribute `axistags` names every axis by a letter. */
export const axistags: Convention = ({ attributes, dataset }) => {
  const text = textOf(attributes, 'axistags');
  if (text === undefined) return undefined;
  let tags: unknown;
  try {
    tags = (JSON.parse(text) as { readonly axes?: unknown } | null)?.axes;
  } catch {
    return undefined;
  }
  if (!Array.isArray(tags) || tags.length !== dataset.shape.length) return undefined;
  const axes = tags.map((tag: unknown): AxisFacts => {
    const { key } = (typeof tag === 'object' ? (tag ?? {}) : {}) as { readonly key?: unknown };
    return { role: typeof key === 'string' ? roleOf(key) : undefined };
  });
  return { axes };
};

/**
 * MATLAB 7.3: arrays lie column by column, so that the format has their axes backwards. As in an
 * image of MATLAB, x is the second index of an array, y the first, z the third.
 */
export const matlab: Convention = ({ attributes, dataset }) => {
  const kind = textOf(attributes, 'MATLAB_class');
  if (kind === undefined) return undefined;
  const numbers = /^(u?int(8|16|32|64)|single|double|logical)$/.test(kind);
  if (!numbers || numbersOf(attributes, 'MATLAB_empty')?.[0] === 1) return 'no-image';
  const { length } = dataset.shape;
  const order = ['y', 'x', 'z'] as const;
  if (length > 3) return undefined;
  return {
    axes: Array.from({ length }, (_, axis) => ({ role: order[length - 1 - axis] })),
    warnings: ['As in MATLAB, x counts columns (the second index) and y rows (the first).'],
  };
};

/** The HDF5 image specification: planes, colours along an axis of their own, and palettes. */
export const imageSpecification: Convention = ({ attributes, dataset }) => {
  const kind = textOf(attributes, 'CLASS');
  if (kind === 'PALETTE' || kind === 'DIMENSION_SCALE') return 'no-image';
  if (kind !== 'IMAGE' || textOf(attributes, 'IMAGE_SUBCLASS') !== 'IMAGE_TRUECOLOR')
    return undefined;
  if (dataset.shape.length !== 3) return undefined;
  const orders: Readonly<Record<string, string>> = {
    INTERLACE_PIXEL: 'yxc',
    INTERLACE_LINE: 'ycx',
    INTERLACE_PLANE: 'cyx',
  };
  const order = orders[textOf(attributes, 'INTERLACE_MODE') ?? 'INTERLACE_PIXEL'] ?? '';
  if (order === '') return undefined;
  return { axes: Array.from(order, (key) => ({ role: roleOf(key) })) };
};

/** Attributes that state the distances of voxels along z, y, x, and their unit. */
const DISTANCES: readonly (readonly [string, string | undefined])[] = [
  // Fiji's HDF5 plugin and ilastik.
  ['element_size_um', 'µm'],
  // CREMI and its kin.
  ['resolution', undefined],
];

/** Attributes of distances whose order programs disagree on. */
const OTHERS = ['voxel_size', 'voxelsize', 'VoxelSize', 'pixel_size', 'spacing', 'Spacing'];

const UNITS = ['unit', 'units', 'Unit', 'Units', 'spacing_units'];

/** Distances in an attribute of the dataset: in z, y, x, where its name says so. */
export const elementSize: Convention = ({ attributes, dataset }) => {
  const stated = UNITS.map((name) => textOf(attributes, name)).find((text) => text !== undefined);
  const sound = (values: readonly number[] | undefined): values is readonly number[] =>
    values?.every((n) => Number.isFinite(n) && n > 0) === true && [1, 3].includes(values.length);
  for (const [name, unit] of DISTANCES) {
    const values = numbersOf(attributes, name);
    if (sound(values)) return zyx(values, unit ?? stated, name, dataset.shape.length);
  }
  for (const name of OTHERS) {
    const values = numbersOf(attributes, name);
    if (!sound(values)) continue;
    if (new Set(values).size === 1) return zyx(values, stated, name, dataset.shape.length);
    return {
      axes: dataset.shape.map(() => ({})),
      warnings: [
        `The attribute ${name} states ${values.join(' × ')}, and programs disagree whether x comes first: ` +
          'it is not used. State spacing and unit.',
      ],
    };
  }
  return undefined;
};

/** One distance for all axes, or three along z, y, x, whichever axes of the dataset these are. */
function zyx(
  values: readonly number[],
  unit: string | undefined,
  from: string,
  length: number,
): ReturnType<Convention> {
  return {
    axes: Array.from({ length }, () => ({})),
    from,
    along: { z: values[0]!, y: values[1] ?? values[0]!, x: values[2] ?? values[0]!, unit },
  };
}

/**
 * DREAM.3D: cell arrays of `DataContainers/<name>`, whose `_SIMPL_GEOMETRY` states SPACING in x, y,
 * z. An array has the axes z, y, x and components.
 */
export const dream3d: Convention = async ({ tree, dataset }) => {
  const container = /^(\/DataContainers\/[^/]+)\//.exec(dataset.path)?.[1];
  if (container === undefined) return undefined;
  const geometry = `${container}/_SIMPL_GEOMETRY`;
  if (dataset.path.startsWith(`${geometry}/`)) return 'no-image';
  const dimensions = await tree.numbers(`${geometry}/DIMENSIONS`);
  const { shape } = dataset;
  const inOrder =
    dimensions?.length === 3 && [2, 1, 0].every((i, at) => shape[at] === dimensions[i]);
  // Arrays of features and ensembles are tables.
  if (!inOrder || shape.length > 4) return 'no-image';
  const [x, y, z] = (await tree.numbers(`${geometry}/SPACING`)) ?? [];
  const axes: AxisFacts[] = [
    { role: 'z', step: z },
    { role: 'y', step: y },
    { role: 'x', step: x },
    { role: 'c' },
  ];
  return { axes: axes.slice(0, shape.length), from: 'DREAM.3D SPACING' };
};
