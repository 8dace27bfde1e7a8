// Contacts of objects with a phase on the GPU: crossings out of every object by direction.
import { bytesOf, implementReduce, layoutOf, wordsOf } from '../../implement/index.js';
import {
  CONTACT_DIRECTIONS,
  objectPhaseContacts as objectPhaseContactsKernel,
} from '../../kernels/stats/index.js';
import { growRegion } from '../../recipe/geometry.js';
import { mergeSums, type FieldKind } from './id_sums.js';
import { objectPhaseContacts } from './object_phase_contacts.js';
import { phaseContactsTable } from './phase_contacts_table.js';
import { sumsById } from './sums_by_id.gpu.js';

const FIELDS = Array.from({ length: 2 * CONTACT_DIRECTIONS }, (_, field) => field);
const KINDS: readonly FieldKind[] = FIELDS.map(() => 'word');

/** {@link objectPhaseContacts} on the GPU: one pass; the table is read back per brick. */
export const objectPhaseContactsOnGpu = implementReduce(objectPhaseContacts, {
  partial: ({ run, inputs: { labels, phase, within }, region }) =>
    sumsById(run, labels, region, {
      op: 'objectPhaseContacts',
      kinds: KINDS,
      occurs: FIELDS,
      dispatch: (box, table, ids, bytes) => {
        const task = layoutOf('bit', box, labels.meta.size);
        const around = growRegion(box, [1, 1, 1], labels.meta.size);
        const masks = within === undefined ? 1 : 2;
        const read = bytesOf('u32', around) + masks * bytesOf('bit', around);
        run.dispatch(objectPhaseContactsKernel, {
          grids: { labels, phase, within: within ?? phase },
          buffers: { table },
          params: { task, ids },
          constants: { HAS_WITHIN: within === undefined ? 0 : 1 },
          size: { invocations: wordsOf(task) },
          traffic: { read: read + bytes, write: bytes },
        });
      },
    }),
  merge: mergeSums,
  finish: (sums, { metas, inputs, params }) =>
    phaseContactsTable(sums, metas.labels, inputs.measures, params.estimator),
});
