// Edits of all of a study but its steps: pure functions, study to study.
import { takeId } from './edit_steps.js';
import type {
  PlainRecord,
  Study,
  StudyBrush,
  StudyRegion,
  StudySelection,
  StudySource,
} from './study.js';

/** Adds a source and gives its id. Its name gets a number where another has the same. */
export function addSource(study: Study, source: Omit<StudySource, 'id'>): readonly [Study, string] {
  const [numbered, id] = takeId(study, 'v');
  const name = freeName(source.name, study.sources);
  return [{ ...numbered, sources: [...study.sources, { ...source, id, name }] }, id];
}

/** The name under which a source may be opened: no other of the study has it. */
export function freeName(name: string, sources: readonly { readonly name: string }[]): string {
  const taken = new Set(sources.map((source) => source.name));
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name} ${String(number)}`)) number += 1;
  return `${name} ${String(number)}`;
}

/** Removes a source. Steps that read it stay, and say what they lack. */
export function removeSource(study: Study, id: string): Study {
  return { ...study, sources: study.sources.filter((source) => source.id !== id) };
}

/** Keeps what a view shows. */
export function setView(study: Study, name: string, view: PlainRecord): Study {
  return { ...study, views: { ...study.views, [name]: view } };
}

/** Chooses objects. */
export function select(study: Study, selection: StudySelection): Study {
  return { ...study, selection };
}

/** Adds a region and gives its id. */
export function addRegion(study: Study, region: Omit<StudyRegion, 'id'>): readonly [Study, string] {
  const [numbered, id] = takeId(study, 'r');
  return [{ ...numbered, regions: [...study.regions, { ...region, id }] }, id];
}

/** Changes a region. */
export function changeRegion(
  study: Study,
  id: string,
  change: Partial<Omit<StudyRegion, 'id'>>,
): Study {
  return {
    ...study,
    regions: study.regions.map((each) => (each.id === id ? { ...each, ...change } : each)),
  };
}

/**
 * Puts a list of regions in place of those that there are, as an element gives it: known ids stay,
 * and others get one of the study.
 */
export function setRegions(study: Study, regions: readonly StudyRegion[]): Study {
  const known = new Set(study.regions.map(({ id }) => id));
  let next: Study = { ...study, regions: [] };
  for (const region of regions)
    if (known.has(region.id)) next = { ...next, regions: [...next.regions, region] };
    else [next] = addRegion(next, { name: region.name, shape: region.shape });
  return next;
}

/** Removes a region. */
export function removeRegion(study: Study, id: string): Study {
  return { ...study, regions: study.regions.filter((region) => region.id !== id) };
}

/** Adds an empty brush and gives its id. */
export function addBrush(study: Study, name: string, color?: string): readonly [Study, string] {
  const [numbered, id] = takeId(study, 'b');
  const brush = { id, name, ...(color === undefined ? {} : { color }), tiles: {} };
  return [{ ...numbered, brushes: [...study.brushes, brush] }, id];
}

/** Puts a brush in the place of that with the same id. */
export function setBrush(study: Study, brush: StudyBrush): Study {
  return {
    ...study,
    brushes: study.brushes.map((each) => (each.id === brush.id ? brush : each)),
  };
}

/** Removes a brush. */
export function removeBrush(study: Study, id: string): Study {
  return { ...study, brushes: study.brushes.filter((brush) => brush.id !== id) };
}
