import type { Lab } from 'voxmetry';
import type { Session } from '../session/session.js';
import { voxelText } from './batch.js';
import { refused } from './fields.js';
import { measuredOf, plannedMeasures } from './measured_values.js';
import type { AddedSample } from './records.js';

/**
 * What a session has measured, to be added to records.
 *
 * @param lab - The lab that computed it.
 * @param sample - The name of the sample. Default: that of the session's file, without its ending.
 * @throws VoxmetryError `invalid-argument` where a measure is stale, has an error or has not been
 * run: run the measures first. And where the session has more volumes than one.
 * @example
 * ```ts no-run
 * import type { Lab } from 'voxmetry';
 * import { openRecords, sampleOf } from 'voxmetry/records';
 * import type { Session } from 'voxmetry/session';
 * declare const session: Session, lab: Lab;
 * await session.results.run();
 * const records = await openRecords();
 * await records.add(await sampleOf(session, lab));
 * ```
 */
export async function sampleOf(
  session: Session,
  { info }: Pick<Lab, 'info'>,
  sample?: string,
): Promise<AddedSample> {
  const study = session.study.value;
  const [source, ...others] = study.sources;
  const volume = source === undefined ? undefined : session.volumes.value.get(source.id);
  if (source === undefined || volume === undefined || others.length > 0)
    throw refused('sampleOf: the session must have one volume, which is open.');
  const handles = session.handles.value;
  const byStep = session.results.byStep.value;
  const planned = await plannedMeasures(study, handles);
  const due = planned.find(({ step }) => {
    const result = byStep.get(step.id);
    return result?.value === undefined || result.stale || result.error !== undefined;
  });
  if (due !== undefined || planned.length === 0)
    throw refused(
      due === undefined
        ? 'sampleOf: the session has no measure; add one.'
        : `sampleOf: '${due.measure}' has no value of the study as it is now; run the measures first.`,
    );
  const measured = planned.map((each) =>
    measuredOf(
      each,
      byStep.get(each.step.id)!.value,
      handles.kinds.get(each.step.on) === 'mask' ? 'voxels' : 'objects',
      info,
    ),
  );
  return {
    sample: sample ?? source.name.replace(/(?<=.)\.[a-z0-9]{1,5}$/i, ''),
    file: source.name,
    content: source.hash,
    voxel: voxelText(volume),
    values: measured.flatMap(({ values }) => values),
    objects: measured.flatMap(({ objects }) => objects),
  };
}
