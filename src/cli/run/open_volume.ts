import type { Lab, OpenOptions, Volume } from '../../index.js';
import type { InputFile } from '../input_file.js';
import type { Opening } from '../opening.js';
import type { StudySource } from './study_sources.js';

/**
 * Opens a file as the command line says, and where it says nothing, as the study says. The voxel
 * size that a study states is of its own file, told by its length: of another file it is taken only
 * where that has none.
 */
export async function openVolume(
  lab: Lab,
  { source, name }: InputFile,
  opening: Opening,
  study: StudySource | undefined,
  signal: AbortSignal,
): Promise<Volume> {
  const said = Object.fromEntries(
    Object.entries(opening).filter(([, value]) => value !== undefined),
  );
  const open = (options: OpenOptions): Promise<Volume> =>
    lab.open(source, { name, ...options, ...said, signal });
  if (study === undefined) return open({});
  const { spacing, unit, origin, ...form } = study.options;
  const physical = { spacing, unit, origin };
  if ('size' in source && source.size === study.bytes) return open({ ...form, ...physical });
  const volume = await open(form);
  if (volume.unit !== 'px' || unit === undefined) return volume;
  volume.close();
  return open({ ...form, ...physical });
}
