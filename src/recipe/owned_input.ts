import { invalidArgument } from './errors.js';
import type { NamedFile, OpenInput } from './source.js';

/** What can be opened, for messages. */
export const OPENABLE =
  'a File, a Blob, several Files, a directory handle, a URL, an ArrayBuffer of a file, or { data, size }';

/**
 * An input whose bytes are the lab's own, so that nothing that the caller does later changes a
 * result: arrays and buffers are copied, or moved where `transfer` says so and they are a buffer's
 * whole; the caller's then become empty. Memory that threads share is copied always. Whatever else
 * comes is for the readers to refuse.
 */
export function ownedInput(input: OpenInput, transfer: boolean): OpenInput {
  const given: unknown = input;
  if (given === null || given === undefined)
    throw invalidArgument('open', 'input', String(given), OPENABLE);
  if (Array.isArray(given)) return given.map(named);
  if (isBuffer(given)) return ownBuffer(given, 0, given.byteLength, transfer, 'input');
  if (typeof given !== 'object' || !('data' in given) || !('size' in given)) return input;
  const { data, size }: { data: unknown; size: unknown } = given;
  if (Array.isArray(data)) return { data: data.slice(), size } as OpenInput;
  if (!ArrayBuffer.isView(data)) return input;
  const { buffer, byteOffset, byteLength } = data;
  const bytes = ownBuffer(buffer, byteOffset, byteLength, transfer, 'data');
  return { data: viewLike(data, bytes), size } as OpenInput;
}

/** A chosen file with its path, which it would lose on its way to a worker. */
function named(file: unknown): Blob | NamedFile {
  const path = (file as { webkitRelativePath?: unknown } | null)?.webkitRelativePath;
  return file instanceof Blob && typeof path === 'string' && path !== ''
    ? { path, file }
    : (file as Blob);
}

/** The buffers of an owned input, which can be moved on. */
export function buffersOf(input: OpenInput): ArrayBuffer[] {
  if (input instanceof ArrayBuffer) return [input];
  if (typeof input !== 'object' || !('data' in input) || !ArrayBuffer.isView(input.data)) return [];
  return [input.data.buffer];
}

function ownBuffer(
  buffer: ArrayBufferLike,
  offset: number,
  length: number,
  transfer: boolean,
  what: string,
): ArrayBuffer {
  if (isDetached(buffer))
    throw invalidArgument(
      'open',
      what,
      'a detached buffer',
      'one that was not transferred before: it is empty now',
    );
  if (transfer && buffer instanceof ArrayBuffer && length === buffer.byteLength) {
    try {
      return structuredClone(buffer, { transfer: [buffer] });
    } catch {
      // The memory of a WebAssembly module cannot be moved.
    }
  }
  const copy = new Uint8Array(length);
  copy.set(new Uint8Array(buffer, offset, length));
  return copy.buffer;
}

/**
 * A view of the same kind on other bytes; by the name of the kind, since subclasses copy as they
 * like.
 */
function viewLike(view: ArrayBufferView, buffer: ArrayBuffer): ArrayBufferView {
  const name = Object.prototype.toString.call(view).slice(8, -1);
  const kinds = globalThis as unknown as Record<
    string,
    new (bytes: ArrayBuffer) => ArrayBufferView
  >;
  const Kind = kinds[name];
  return Kind === undefined ? new DataView(buffer) : new Kind(buffer);
}

/** Shared memory is told by its name: where a page is not isolated, its constructor is hidden. */
function isBuffer(value: unknown): value is ArrayBufferLike {
  return ['ArrayBuffer', 'SharedArrayBuffer'].includes(
    Object.prototype.toString.call(value).slice(8, -1),
  );
}

function isDetached(buffer: ArrayBufferLike): boolean {
  try {
    return new Uint8Array(buffer).length < 0;
  } catch {
    return true;
  }
}
