// The models that engines of this thread have, by their hash, and their sessions by device.
import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import type { OpenedModel } from '../../recipe/backend.js';
import { MOST_CHANNELS } from './network.js';
import { memoryOf } from './model_memory.js';
import { readModel, type ModelValue } from './read_model.js';
import { createSession, releaseSession, type RuntimeSession } from './runtime.gpu.js';

interface Kept {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How often it was opened and not closed. */
  users: number;
}

const models = new Map<string, Kept>();
/** Sessions of models: of one that is closed, its session goes too. */
const sessions = new Map<string, Map<GPUDevice, Promise<RuntimeSession>>>();

/** Reads a model, and keeps it until it is closed as often as it was opened. */
export async function openModel(bytes: Uint8Array<ArrayBuffer>): Promise<OpenedModel> {
  const model = readModel(bytes);
  const [input, ...more] = model.inputs;
  const [output] = model.outputs;
  if (input === undefined || output === undefined || more.length > 0)
    throw refused(
      `takes ${String(model.inputs.length)} tensors (${model.inputs.map(({ name }) => name).join(', ')})`,
      'one that takes one image and gives one tensor',
    );
  const dimensions = input.shape.length - 2;
  if (dimensions !== 2 && dimensions !== 3)
    throw refused(
      `takes a tensor of ${String(input.shape.length)} axes`,
      'one of 4 axes (NCHW, for slices) or 5 (NCDHW, for volumes)',
    );
  const [batch, channels, ...spatial] = input.shape;
  if (batch! > 1) throw refused(`takes ${String(batch)} images at once`, 'one that takes 1');
  if (output.shape.length > 0 && output.shape.length !== input.shape.length)
    throw refused(
      `gives a tensor of ${String(output.shape.length)} axes for one of ${String(input.shape.length)}`,
      'one that gives channels of the size of what it takes, as networks of segmentation do',
    );
  if (channels! > MOST_CHANNELS)
    throw refused(
      `takes ${String(channels)} channels`,
      `one of up to ${String(MOST_CHANNELS)} channels`,
    );
  const { weights, perVoxel } = memoryOf(model);
  const hash = await hashOf(bytes);
  const kept = models.get(hash);
  if (kept === undefined) models.set(hash, { bytes, users: 1 });
  else kept.users += 1;
  const [z, y, x] = dimensions === 3 ? spatial : [1, ...spatial];
  return {
    hash,
    input: input.name,
    output: output.name,
    dimensions,
    channels: Math.max(1, channels ?? 1),
    outputs: output.shape[1] ?? 0,
    tile: [x!, y!, z!],
    inputType: typeOf(input),
    outputType: typeOf(output),
    weightBytes: weights,
    voxelBytes: perVoxel,
  };
}

/** Closes a model once; resolves when what it held is free. */
export async function closeModel(hash: string): Promise<void> {
  const kept = models.get(hash);
  if (kept === undefined) return;
  kept.users -= 1;
  if (kept.users > 0) return;
  models.delete(hash);
  const ready = sessions.get(hash);
  sessions.delete(hash);
  const released = [...(ready?.values() ?? [])].map(async (session) => {
    await releaseSession(await session);
  });
  // Of a session that was never there, or whose device is gone, nothing is left to free.
  await Promise.allSettled(released);
}

/** The bytes of a model. */
export function modelBytes(hash: string): Uint8Array {
  const kept = models.get(hash);
  if (kept !== undefined) return kept.bytes;
  throw invalidArgument(
    'infer',
    'network',
    `one whose model, of hash ${hash}, this lab has not, or not any more`,
    'a network of this lab: lab.neuralNetwork(file, { classes }), which recipes that are run again need too',
  );
}

/** The session of a model on a device; it is made once. */
export function sessionOf(hash: string, device: GPUDevice): Promise<RuntimeSession> {
  const bytes = modelBytes(hash);
  const ofModel = sessions.get(hash) ?? new Map<GPUDevice, Promise<RuntimeSession>>();
  sessions.set(hash, ofModel);
  const known = ofModel.get(device);
  if (known !== undefined) return known;
  const session = createSession(bytes, device);
  ofModel.set(device, session);
  const forget = (): void => {
    ofModel.delete(device);
  };
  // What failed can be tried again; a device that is gone is not asked for any more.
  session.catch(forget);
  void device.lost.then(forget);
  return session;
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function typeOf({ name, type }: ModelValue): string {
  if (type === 1) return 'float32';
  if (type === 10) return 'float16';
  throw refused(`has '${name}' of the type ${String(type)}`, 'f32 or f16; export it so');
}

function refused(what: string, allowed: string): VoxmetryError {
  return new VoxmetryError(
    'unsupported-format',
    `neuralNetwork: the model ${what}; allowed: ${allowed}.`,
    { op: 'neuralNetwork', details: { allowed } },
  );
}
