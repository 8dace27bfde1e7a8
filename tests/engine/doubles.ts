import { requestDevice } from '../../src/gpu/device.js';

/** Bytes of buffers on a device, counted from outside the library. */
export interface WatchedDevice {
  readonly device: GPUDevice;
  /** Bytes of buffers that were made and are not destroyed. */
  live(): number;
  /** How many buffers were refused for want of memory. */
  refused(): number;
  /** From now on the device has no more than so many bytes for buffers of at least `least`. */
  limit(bytes: number, least?: number): void;
}

/**
 * A real device that counts the bytes of its buffers and, once told to, refuses those beyond a
 * limit as a GPU without memory does: the error goes to the error scope, and the buffer is of no
 * use.
 */
export async function openWatchedDevice(): Promise<WatchedDevice> {
  const { device } = await requestDevice();
  const create = device.createBuffer.bind(device);
  const push = device.pushErrorScope.bind(device);
  const pop = device.popErrorScope.bind(device);
  const scopes: { readonly filter: GPUErrorFilter; error: GPUError | null }[] = [];
  let [live, refused, most, smallest] = [0, 0, Infinity, 0];
  device.pushErrorScope = (filter) => {
    scopes.push({ filter, error: null });
    push(filter);
  };
  device.popErrorScope = async () => {
    const scope = scopes.pop();
    const real = await pop();
    return scope?.error ?? real;
  };
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const { size } = buffer;
    if (size >= smallest && live + size > most) {
      const scope = scopes.findLast(({ filter }) => filter === 'out-of-memory');
      if (scope === undefined) throw new Error('a buffer was made outside an error scope');
      scope.error ??= new GPUOutOfMemoryError('refused by the test');
      refused += 1;
      buffer.destroy();
      return buffer;
    }
    live += size;
    const destroy = buffer.destroy.bind(buffer);
    let there = true;
    buffer.destroy = () => {
      if (there) live -= size;
      there = false;
      destroy();
    };
    return buffer;
  };
  return {
    device,
    live: () => live,
    refused: () => refused,
    limit: (bytes, least = 0) => {
      [most, smallest] = [bytes, least];
    },
  };
}

/** Calls back after every submission of a device, with the number of it, from 1. */
export function onSubmission(device: GPUDevice, listener: (count: number) => void): void {
  const { queue } = device;
  const submit = queue.submit.bind(queue);
  let count = 0;
  queue.submit = (buffers) => {
    submit(buffers);
    count += 1;
    listener(count);
  };
}

/**
 * Makes a device say that its bindings hold no more than so many bytes, and its buffers twice that.
 */
export function limitBindings(device: GPUDevice, bytes: number): void {
  const limits = Object.create(device.limits, {
    maxStorageBufferBindingSize: { value: bytes },
    maxBufferSize: { value: 2 * bytes },
  }) as GPUSupportedLimits;
  const real = device.limits;
  const named = new Proxy(limits, {
    get: (target, name) =>
      Object.hasOwn(target, name)
        ? (Reflect.get(target, name) as unknown)
        : (Reflect.get(real, name, real) as unknown),
  });
  Object.defineProperty(device, 'limits', { value: named });
}
