// Selection of objects by size, faces or contact, on the host.
import { implementOnHost } from '../implement/index.js';
import { chooseLabels } from './choose_labels.js';

/** The ids of the `n` greatest sizes; of equal ones the lower id. */
function largestIds(sizes: Float64Array, n: number): Set<number> {
  const ids = [...sizes.keys()].filter((id) => id > 0 && sizes[id]! > 0);
  ids.sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  return new Set(ids.slice(0, n));
}

/** {@link chooseLabels}, on the host. */
export const chooseLabelsOnHost = implementOnHost(chooseLabels, ({ inputs, params }) => {
  const { sizes, faces, marked } = inputs;
  const { least, largest, touching, reaching, clear } = params;
  const ids = Math.max(sizes?.length ?? 0, faces?.length ?? 0, marked?.length ?? 0);
  const among = largest === null || sizes === undefined ? undefined : largestIds(sizes, largest);
  const chosen = new Uint32Array(Math.max(1, Math.ceil(ids / 32)));
  for (let id = 1; id < ids; id += 1) {
    const at = faces?.[id] ?? 0;
    const meets =
      (sizes === undefined || (sizes[id] ?? 0) >= Math.max(1, least)) &&
      (among?.has(id) ?? true) &&
      (faces === undefined ||
        ((at & touching) === touching &&
          (at & clear) === 0 &&
          (reaching === 0 || (at & reaching) !== 0))) &&
      (marked === undefined || marked[id] === 1);
    if (meets) chosen[id >>> 5]! |= 1 << (id & 31);
  }
  return chosen;
});
