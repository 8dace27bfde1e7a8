// The hash of the steps that lead to a measure: the same on every sample that they are called on.
import type { RecipeJson } from 'voxmetry';
import { isNamedRefs, isStepRef, type Study, type StudyStep } from '../session/study.js';

/**
 * The hash of a measure's steps: operations, options, regions and brushes, the versions of what
 * computes them, and which image of a file is read. Titles, ids, file names and voxel sizes are not
 * in it, so that the same recipe on another sample has the same hash.
 *
 * @param study - The study with the step.
 * @param id - The id of the step.
 * @param recipe - What its query would run; the versions of its ops are in the hash.
 */
export async function recipeHash(study: Study, id: string, recipe: RecipeJson): Promise<string> {
  const versions = new Set(recipe.steps.map(({ op, version }) => `${op} ${String(version)}`));
  const whole = { steps: stepsOf(study, id), versions: [...versions].sort() };
  const bytes = new TextEncoder().encode(JSON.stringify(sorted(whole)));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The steps that lead to one, each once: those that it needs stand before it, by their place. */
function stepsOf(study: Study, last: string): readonly unknown[] {
  const plain: unknown[] = [];
  const places = new Map<string, number>();
  const placeOf = (id: string): number => {
    const known = places.get(id);
    if (known !== undefined) return known;
    const step = study.steps.find((each) => each.id === id);
    // A step that is switched off hands on what it is called on.
    if (step?.enabled === false) return placeOf(step.on);
    plain.push(step === undefined ? leafOf(study, id) : plainStep(step, placeOf));
    places.set(id, plain.length - 1);
    return plain.length - 1;
  };
  placeOf(last);
  return plain;
}

function plainStep(
  { operation, on, options }: StudyStep,
  placeOf: (id: string) => number,
): Readonly<Record<string, unknown>> {
  const plainOf = (value: unknown): unknown => {
    if (isStepRef(value)) return { place: placeOf(value.ref) };
    if (!isNamedRefs(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, ref]) => [name, plainOf(ref)]));
  };
  const plain = Object.entries(options).map(([name, value]) => [name, plainOf(value)]);
  return { operation, on: placeOf(on), options: Object.fromEntries(plain) };
}

/** A source, region or brush without what is of its sample alone. */
function leafOf(study: Study, id: string): unknown {
  const source = study.sources.findIndex((each) => each.id === id);
  if (source >= 0) {
    const { dataset, channel, time, level } = study.sources[source]!.options;
    return { source, dataset, channel, time, level };
  }
  const region = study.regions.find((each) => each.id === id);
  if (region !== undefined) return { region: region.shape };
  return { brush: study.brushes.find((each) => each.id === id)?.tiles ?? null };
}

/** Objects with their keys in order, so that the same content is the same text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
