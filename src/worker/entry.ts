import * as Comlink from 'comlink';
import { Engine } from '../engine/engine.js';
import { MOST_HANDED_OVER } from '../engine/readings.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { RunResponse } from '../recipe/backend.js';
import type { BackendView, ViewListener } from '../recipe/view/state.js';
import { receiveFiles } from './files_port.js';
import { holdLock } from './liveness.js';
import { isSideMessage, reply, type Reply, type SideMessage, type WorkerApi } from './protocol.js';

/** The worker's own scope, without the types of a whole worker library. */
const scope = globalThis as unknown as {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  postMessage(message: SideMessage): void;
};

const running = new Map<number, AbortController>();
const views = new Map<number, BackendView>();
let engine: Engine | undefined;

function opened(): Engine {
  if (engine === undefined)
    throw new VoxmetryError('internal', 'The worker was used before its setup. Please report it.');
  return engine;
}

function viewOf(id: number): BackendView {
  const view = views.get(id);
  if (view === undefined)
    throw new VoxmetryError('disposed', 'The view is disposed. Make a new one, on a fresh canvas.');
  return view;
}

/** Runs work that may be cancelled and reports progress, both by the id of its call. */
async function call<T>(
  id: number,
  work: (signal: AbortSignal, onProgress: (fraction: number) => void) => Promise<T>,
): Promise<Reply<T>> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    return await reply(() =>
      work(controller.signal, (fraction) => {
        scope.postMessage({ voxmetry: 'progress', call: id, fraction });
      }),
    );
  } finally {
    running.delete(id);
  }
}

/**
 * Grids were made for this reply, so their buffers move; values may be cached here, so they are
 * copied.
 */
function transferGrids(answer: Reply<RunResponse>): Reply<RunResponse> {
  if (!answer.ok) return answer;
  const buffers = Object.values(answer.value.outputs).flatMap((output) =>
    output.type === 'grid' ? [output.data.buffer] : [],
  );
  return Comlink.transfer(answer, buffers);
}

const api: WorkerApi = {
  setup: (options, lock) =>
    reply(async () => {
      const locked = await holdLock(lock);
      engine = await Engine.open({ ...options, mostRead: MOST_HANDED_OVER });
      for (const event of ['lost', 'recovered', 'memory'] as const)
        engine.on(event, (data) => {
          scope.postMessage({ voxmetry: 'event', event, data });
        });
      return { info: engine.info, locked };
    }),
  open: (id, input, options) =>
    call(id, async (signal, onProgress) =>
      // What arrives here is a copy, or was transferred: either way it is ours.
      opened().open(await receiveFiles(input), { ...options, signal, onProgress, transfer: true }),
    ),
  inspect: (id, input, options) =>
    call(id, async (signal, onProgress) =>
      opened().facts(await receiveFiles(input), { ...options, signal, onProgress }),
    ),
  run: async (id, request) =>
    transferGrids(
      await call(id, (signal, onProgress) => opened().run(request, { signal, onProgress })),
    ),
  view: (view, canvas) =>
    reply(() => {
      const listener: ViewListener = {
        frame: (frame) => {
          scope.postMessage({ voxmetry: 'frame', view, frame });
        },
        error: (error) => {
          scope.postMessage({ voxmetry: 'view error', view, error: error.toData() });
        },
      };
      views.set(view, opened().view(canvas, listener));
    }),
  setView: (view, request) => reply(() => viewOf(view).set(request)),
  pickInView: (view, x, y) => reply(() => viewOf(view).pick(x, y)),
  pictureOfView: async (view, options) => {
    const answer = await reply(() => viewOf(view).picture(options));
    // The picture was made for this reply.
    return answer.ok ? Comlink.transfer(answer, [answer.value.data.buffer]) : answer;
  },
  closeView: (view) =>
    reply(() => {
      views.get(view)?.dispose();
      views.delete(view);
    }),
  closeSource: (id) =>
    reply(() => {
      opened().closeSource(id);
    }),
  openModel: (bytes) => reply(() => opened().openModel(bytes)),
  closeModel: (hash) =>
    reply(() => {
      opened().closeModel(hash);
    }),
  memory: () => reply(() => opened().memory()),
  clearCache: () => reply(() => opened().clearCache()),
  dispose: () => reply(() => engine?.dispose()),
};

scope.addEventListener('message', ({ data }) => {
  if (isSideMessage(data) && data.voxmetry === 'cancel') running.get(data.call)?.abort();
});
Comlink.expose(api);
// Says that the file was loaded: opening a GPU may take long.
scope.postMessage({ voxmetry: 'hello' });
