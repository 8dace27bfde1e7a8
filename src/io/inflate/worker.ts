// A worker that inflates blocks, one after the other.
// Its one import is named by its file, so that Deno runs the source as it is.
import { inflateHere } from './block.ts';
import type { InflateAnswer, InflateRequest } from './pool.js';

/** The worker's own scope, without the types of a whole worker library. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<InflateRequest>) => void) | null;
  postMessage(message: InflateAnswer, transfer: Transferable[]): void;
};

scope.onmessage = ({ data: { id, packed, packing, length } }): void => {
  void inflateHere(packed, packing, length)
    // No memory for it here; whoever asked tries again and says so.
    .catch(() => undefined)
    .then((block) => {
      scope.postMessage({ id, block }, block === undefined ? [] : [block.buffer]);
    });
};
