// Contacts of objects (region adjacency graph) on the GPU, in a hash table.
import type { Run } from '../../gpu/index.js';
import {
  bytesOf,
  implementOnHost,
  implementReduce,
  layoutOf,
  wordsOf,
  type GpuGrid,
} from '../../implement/index.js';
import {
  objectContacts as objectContactsKernel,
  CONTACT_WORDS,
} from '../../kernels/stats/index.js';
import { VoxmetryError } from '../../recipe/errors.js';
import { growRegion, map3, volumeOf, type Region } from '../../recipe/geometry.js';
import { greatestId } from '../greatest_id.gpu.js';
import { mergeContacts, unpackContacts } from './contact_counts.js';
import { contactSums, pairsTable } from './contacts_table.js';
import {
  contactTable,
  objectContacts,
  objectContactSums,
  type ContactCounts,
} from './object_contacts.js';

/**
 * Objects touch some six others on average; the first table has room for this many pairs per
 * object.
 */
const PAIRS = 8;
/**
 * Slots of the first table at most, 60 MB: a pass more costs less than zeroes for a crowd that is
 * not there.
 */
const FIRST_SLOTS = 2 ** 20;

/** The contacts of a box, or undefined where they do not fit a table. */
async function contactsWith(
  run: Run,
  labels: GpuGrid,
  box: Region,
  slots: number,
): Promise<ContactCounts | undefined> {
  const bytes = 4 * CONTACT_WORDS * slots;
  const pairs = run.alloc(bytes, 'pairs', { zero: true });
  const full = run.alloc(4, 'table is full', { zero: true });
  const task = layoutOf('bit', box, labels.meta.size);
  const read = bytesOf('u32', growRegion(box, [1, 1, 1], labels.meta.size));
  run.dispatch(objectContactsKernel, {
    grids: { labels },
    buffers: { pairs, full },
    params: { task, slots },
    size: { invocations: wordsOf(task) },
    traffic: { read: read + bytes, write: bytes },
  });
  const [overflow] = new Uint32Array(await run.read(full));
  const found =
    overflow === 0
      ? unpackContacts(new Uint32Array(await run.read(pairs, 0, bytes)), CONTACT_WORDS)
      : undefined;
  run.free(pairs, full);
  return found;
}

/**
 * The two halves of a box across its longest axis, x at a multiple of 32; undefined of one that
 * cannot be cut.
 */
function halved({ origin, size }: Region): readonly [Region, Region] | undefined {
  const axis = size[2] > 1 ? 2 : size[1] > 1 ? 1 : 0;
  const half = axis === 0 ? Math.floor(size[0] / 64) * 32 : Math.floor(size[axis] / 2);
  if (half === 0) return undefined;
  return [
    { origin, size: map3((i) => (i === axis ? half : size[i])) },
    {
      origin: map3((i) => origin[i] + (i === axis ? half : 0)),
      size: map3((i) => size[i] - (i === axis ? half : 0)),
    },
  ];
}

async function contactsOf(
  run: Run,
  labels: GpuGrid,
  box: Region,
  first: number,
): Promise<ContactCounts> {
  const most = run.gpu.device.limits.maxStorageBufferBindingSize;
  // No voxel touches more than 13 later ones: a table of so many never is full.
  for (let slots = first; 4 * CONTACT_WORDS * slots <= most; slots *= 4) {
    const found = await contactsWith(run, labels, box, slots);
    if (found !== undefined) return found;
  }
  const halves = halved(box);
  if (halves === undefined)
    throw new VoxmetryError(
      'limit',
      `objectContacts: ${String(volumeOf(box.size))} voxels have more contacts than this GPU's binding limit of ${String(most)} bytes holds.`,
      { op: 'objectContacts', details: { available: most } },
    );
  const [a, b] = [
    await contactsOf(run, labels, halves[0], first),
    await contactsOf(run, labels, halves[1], first),
  ];
  return mergeContacts(a, b);
}

/** {@link objectContacts} on the GPU: one pass; a second where the first table was too small. */
export const objectContactsOnGpu = implementReduce(objectContacts, {
  partial: async ({ run, inputs: { labels }, region }) => {
    const ids = (await greatestId(run, labels, labels.region)) + 1;
    const wanted = 2 ** Math.ceil(Math.log2(PAIRS * ids + 64));
    return contactsOf(run, labels, region, Math.min(FIRST_SLOTS, wanted));
  },
  merge: mergeContacts,
  finish: (contacts) => contacts,
});

/** {@link contactTable}, on the host. */
export const contactTableOnHost = implementOnHost(contactTable, ({ inputs, params }) =>
  pairsTable(inputs.contacts, inputs.measures.window, params.estimator, params.connectivity),
);

/** {@link objectContactSums}, on the host. */
export const objectContactSumsOnHost = implementOnHost(
  objectContactSums,
  ({ inputs: { contacts, measures } }) => contactSums(contacts, measures.window, measures),
);
