// The recipes that are offered for a kind of sample: ordinary steps, which can all be changed.
import { addStep, type Catalogue, type Study } from 'voxmetry/session';
import type { Words } from './words.js';

/** What a scan may be of. */
export const KINDS = ['cathode', 'separator', 'fibsem', 'cell', 'other'] as const;
export type Kind = (typeof KINDS)[number];

/** A step of a recipe: what it is called on, by its name here, and its options; `$` is the scan. */
interface RecipeStep {
  readonly as: string;
  readonly on: string;
  readonly operation: string;
  readonly options?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly title: keyof Words;
}

const OBJECT_COLUMNS = [
  ...['label', 'voxels', 'volume', 'equivalentDiameter', 'inscribedDiameter', 'surfaceArea'],
  ...['sphericity', 'elongation', 'centroidX', 'centroidY', 'centroidZ', 'borderWeight'],
];

const denoise: RecipeStep = {
  as: 'denoised',
  on: '$',
  operation: 'median',
  options: { size: 3 },
  title: 'stepDenoise',
};
const solid = (title: keyof Words): RecipeStep => ({
  as: 'solid',
  on: 'denoised',
  operation: 'otsu',
  title,
});
const pores: RecipeStep = { as: 'pores', on: 'solid', operation: 'invert', title: 'stepPores' };
const porosity: RecipeStep = {
  as: 'porosity',
  on: 'pores',
  operation: 'fraction',
  title: 'stepPorosity',
};
const profile = (on: string, title: keyof Words): RecipeStep => ({
  as: 'profile',
  on,
  operation: 'profile',
  options: { axis: 'z' },
  title,
});
const tortuosity: RecipeStep = {
  as: 'tortuosity',
  on: 'pores',
  operation: 'tortuosity',
  options: { axis: 'z' },
  title: 'stepTortuosity',
};
const surface: RecipeStep = {
  as: 'surface',
  on: 'solid',
  operation: 'surfaceArea',
  title: 'stepSurface',
};
const objects = (split: 'separate' | 'components', title: keyof Words): readonly RecipeStep[] => [
  { as: 'objects', on: 'solid', operation: split, title },
  {
    as: 'table',
    on: 'objects',
    operation: 'measure',
    options: { columns: OBJECT_COLUMNS },
    title: 'stepTable',
  },
];
const sizes: RecipeStep = {
  as: 'sizes',
  on: 'objects',
  operation: 'sizeDistribution',
  title: 'stepSizes',
};

const RECIPES: Readonly<Record<Kind, readonly RecipeStep[]>> = {
  cathode: [
    ...[denoise, solid('stepActive'), pores, porosity, profile('pores', 'stepProfile')],
    ...[tortuosity, surface, ...objects('separate', 'stepParticles'), sizes],
  ],
  separator: [
    ...[denoise, solid('stepPolymer'), pores, porosity, profile('pores', 'stepProfile')],
    tortuosity,
    { as: 'thickness', on: 'pores', operation: 'thickness', title: 'stepPoreSizes' },
    surface,
  ],
  fibsem: [
    { as: 'stripes', on: '$', operation: 'removeStripes', title: 'stepCurtains' },
    { as: 'flat', on: 'stripes', operation: 'flattenSlices', title: 'stepFlatten' },
    { ...denoise, on: 'flat' },
    ...[solid('stepActive'), pores, porosity, profile('pores', 'stepProfile')],
    ...[tortuosity, surface, ...objects('separate', 'stepParticles'), sizes],
  ],
  cell: [
    ...[denoise, solid('stepDense')],
    { as: 'share', on: 'solid', operation: 'fraction', title: 'stepDenseShare' },
    profile('solid', 'stepDenseProfile'),
    ...objects('components', 'stepParts'),
  ],
  other: [
    ...[denoise, solid('stepBright')],
    { as: 'share', on: 'solid', operation: 'fraction', title: 'stepBrightShare' },
    ...objects('components', 'stepParts'),
  ],
};

/** Adds the recipe of a kind, called on a source. */
export function addRecipe(
  study: Study,
  catalogue: Catalogue,
  source: string,
  kind: Kind,
  words: Words,
): Study {
  const ids = new Map([['$', source]]);
  let next = study;
  for (const { as, on, operation, options = {}, title } of RECIPES[kind]) {
    const at = next.steps.length;
    const [added, id] = addStep(next, catalogue, { operation, on: ids.get(on)!, options });
    ids.set(as, id);
    // In the order in which they stand here, each called on what it names.
    const made = { ...added.steps.find((step) => step.id === id)!, title: words[title] };
    next = { ...added, steps: [...next.steps.slice(0, at), made] };
  }
  return next;
}
