// One study over many files: one at a time, each to the records; what fails is told and passed by.
import { VoxmetryError, type Lab, type OpenInput, type OpenOptions, type Volume } from 'voxmetry';
import { loadCatalogue, type Catalogue } from '../session/catalogue.js';
import { FoundSheets } from '../session/sheets.js';
import { CallMemory, handlesOf, type StepHandles } from '../session/step_handles.js';
import type { Study, StudySource } from '../session/study.js';
import { refused, type Metadata, type MeasuredValue } from './fields.js';
import { measuredOf, plannedMeasures, type PlannedMeasure } from './measured_values.js';
import type { ObjectTable } from './object_tables.js';
import type { Records } from './records.js';

/** A file or a folder of a batch. */
export interface BatchInput {
  /** Its name, as that of a file. */
  readonly name: string;
  readonly input: OpenInput;
  /** Bytes of all its files; 0 where that is not known. */
  readonly bytes: number;
  /** The hash of its content, as `contentHash` gives it; '' where it has none. */
  readonly hash: () => Promise<string>;
  /** The name of its sample. Default: its own, without the ending. */
  readonly sample?: string | undefined;
  readonly metadata?: Metadata | undefined;
}

/** How an item of a batch stands. */
export type BatchState =
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly fraction: number }
  | { readonly state: 'done'; readonly sample: string; readonly values: number }
  /** All its numbers were there already. */
  | { readonly state: 'skipped'; readonly sample: string }
  | { readonly state: 'failed'; readonly error: VoxmetryError };

/** What {@link runBatch} is given. */
export interface BatchOptions {
  readonly lab: Lab;
  /** The study; it has one source, and at least one measure. */
  readonly study: Study;
  readonly inputs: readonly BatchInput[];
  /** Where the numbers go. What it has already is not computed again. */
  readonly records: Records;
  /** Is told of every change of an item, by its place among the inputs. */
  readonly onItem?: ((place: number, state: BatchState) => void) | undefined;
  /** Ends the batch; what was recorded stays. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of a batch. */
export interface BatchResult {
  /** How each input stands: those behind a cancel are `waiting`. */
  readonly items: readonly BatchState[];
  /** Whether it was ended by its signal. */
  readonly cancelled: boolean;
}

/**
 * Applies a study to many files, one after the other, and records what it measures. An item that
 * fails says why, and the batch goes on; a sample is recorded whole or not at all. What is recorded
 * of the same content, voxel size and recipe is not computed again, so that a batch that ended
 * early is resumed by running it again.
 *
 * A file is opened as the study's own was. The voxel size that the study states is that of its own
 * file, told by its length; of another file it is used only where that states none.
 *
 * @throws VoxmetryError `invalid-argument` where the study has no measure, or more sources than
 * one. What an item throws stays with it.
 * @example
 * ```ts no-run
 * import { openLab } from 'voxmetry';
 * import { batchInputs, openRecords, runBatch } from 'voxmetry/records';
 * import { parseStudy } from 'voxmetry/session';
 * declare const text: string, files: File[];
 * const records = await openRecords();
 * const inputs = batchInputs(files.map((file) => ({ path: file.name, file })), 'files');
 * await runBatch({ lab: await openLab(), study: parseStudy(text), inputs, records });
 * ```
 */
export async function runBatch({
  lab,
  study,
  inputs,
  records,
  onItem,
  signal,
}: BatchOptions): Promise<BatchResult> {
  const catalogue = await loadCatalogue();
  const source = onlySource(study, catalogue);
  const items: BatchState[] = inputs.map(() => ({ state: 'waiting' }));
  const tell = (place: number, state: BatchState): void => {
    items[place] = state;
    onItem?.(place, state);
  };
  for (const [place, input] of inputs.entries()) {
    if (isAborted(signal)) return { items, cancelled: true };
    tell(place, { state: 'running', fraction: 0 });
    try {
      const job = { lab, study, source, catalogue, records, signal };
      const done = await runItem(job, input, (fraction) => {
        tell(place, { state: 'running', fraction });
      });
      tell(place, done);
    } catch (thrown) {
      const error = VoxmetryError.from(thrown);
      if (error.code === 'cancelled' && isAborted(signal)) {
        tell(place, { state: 'waiting' });
        return { items, cancelled: true };
      }
      // What meets every other item too ends the batch.
      if (error.code === 'disposed') throw error;
      tell(place, { state: 'failed', error });
    }
  }
  return { items, cancelled: false };
}

/** Asked anew each time: a signal changes while one waits. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function onlySource(study: Study, catalogue: Catalogue): StudySource {
  const [source, ...others] = study.sources;
  if (source === undefined || others.length > 0)
    throw refused(
      `batch: the study has ${String(study.sources.length)} volumes; allowed: one, in whose place each file is opened.`,
    );
  const gives = (operation: string): boolean =>
    catalogue.all.some(({ name, gives: given }) => name === operation && 'value' in given);
  if (!study.steps.some(({ enabled, operation }) => enabled && gives(operation)))
    throw refused('batch: the study has no measure that is switched on; add one.');
  return source;
}

interface Job {
  readonly lab: Lab;
  readonly study: Study;
  readonly source: StudySource;
  readonly catalogue: Catalogue;
  readonly records: Records;
  readonly signal: AbortSignal | undefined;
}

async function runItem(
  job: Job,
  input: BatchInput,
  onProgress: (fraction: number) => void,
): Promise<BatchState> {
  const { study, source, records, lab, signal } = job;
  const content = await input.hash();
  const volume = await openAs(lab, input, source, signal);
  try {
    const handles = await allHandles(job, volume);
    const broken = study.steps.find(({ id, enabled }) => enabled && handles.errors.has(id));
    if (broken !== undefined) throw handles.errors.get(broken.id)!;
    const planned = await plannedMeasures(study, handles);
    const voxel = voxelText(volume);
    const due = planned.filter(({ recipe }) => !records.has(content, voxel, recipe));
    const known = records.samples.find(
      (each) => content !== '' && each.content === content && each.voxel === voxel,
    );
    if (due.length === 0 && known !== undefined) return { state: 'skipped', sample: known.sample };
    const kinds = handles.kinds;
    const counted = ({ step }: PlannedMeasure): 'voxels' | 'objects' =>
      kinds.get(step.on) === 'mask' ? 'voxels' : 'objects';
    const values: MeasuredValue[] = [];
    const objects: ObjectTable[] = [];
    for (const [i, measure] of due.entries()) {
      const value = await measure.query.run({
        signal,
        onProgress: (fraction) => {
          onProgress((i + fraction) / due.length);
        },
      });
      const measured = measuredOf(measure, value, counted(measure), lab.info);
      values.push(...measured.values);
      objects.push(...measured.objects);
    }
    const sample = known?.sample ?? freeSample(records, input, content, voxel);
    const { metadata } = input;
    await records.add({ sample, file: input.name, content, voxel, metadata, values, objects });
    return { state: 'done', sample, values: values.length };
  } finally {
    volume.close();
  }
}

/** The handles of all steps; rolls and stacks are waited for. */
async function allHandles(
  { study, source, catalogue, signal }: Job,
  volume: Volume,
): Promise<StepHandles> {
  const [memory, found] = [new CallMemory(), new FoundSheets()];
  for (;;) {
    const handles = handlesOf(study, new Map([[source.id, volume]]), catalogue, memory, found.of);
    const waiting = [...handles.sheets].filter(([id]) => !handles.handles.has(id));
    if (waiting.length === 0) return handles;
    for (const [id, sheet] of waiting) {
      await sheet.query.run({ signal });
      await found.make(id, sheet);
    }
  }
}

/** Opens a file in the place of the study's own. */
async function openAs(
  lab: Lab,
  { input, bytes }: BatchInput,
  { name, bytes: own, options }: StudySource,
  signal: AbortSignal | undefined,
): Promise<Volume> {
  const open = (given: OpenOptions): Promise<Volume> => lab.open(input, { name, ...given, signal });
  const { spacing, unit, origin, ...form } = options;
  if (bytes === own) return open(options);
  const volume = await open(form);
  if (volume.unit !== 'px' || unit === undefined) return volume;
  volume.close();
  const physical = Object.entries({ spacing, unit, origin }).filter(([, value]) => value);
  return open({ ...form, ...Object.fromEntries(physical) });
}

/** The voxel size of a volume, as records have it. */
export function voxelText({ spacing, unit }: Pick<Volume, 'spacing' | 'unit'>): string {
  return `${spacing.join(' ')} ${unit}`;
}

/** A name for a sample that no other file, and no other voxel size, has. */
function freeSample(
  records: Records,
  { name, sample }: BatchInput,
  content: string,
  voxel: string,
): string {
  const wanted = sample ?? name.replace(/(?<=.)\.[a-z0-9]{1,5}$/i, '').replace(/\.ome$/i, '');
  const taken = (given: string): boolean => {
    const known = records.samples.find((each) => each.sample === given);
    return known !== undefined && (known.content !== content || known.voxel !== voxel);
  };
  let free = wanted;
  for (let n = 2; taken(free); n++) free = `${wanted} ${String(n)}`;
  return free;
}
