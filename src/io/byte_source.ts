import { cancelled, throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import { abortable } from '../recipe/abortable.js';
import type { ByteSource } from '../recipe/source.js';

export type { ByteSource } from '../recipe/source.js';

/** A source that can put bytes where they belong, which saves a copy. */
export interface FillingSource extends ByteSource {
  /** Fills `into` with the bytes from `offset`; errors are those of `read`. */
  readInto(offset: number, into: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<void>;
}

/** Whether a source can put bytes where they belong. */
export function isFilling(bytes: ByteSource): bytes is FillingSource {
  return 'readInto' in bytes && typeof bytes.readInto === 'function';
}

/** The error of a file that ends before what it promises. */
export function endsTooSoon(bytes: ByteSource, offset: number, length: number): VoxmetryError {
  return new VoxmetryError(
    'corrupt-file',
    `${bytes.name} has ${bytes.size} bytes, but bytes ${offset} to ${offset + length} are needed: ` +
      'the file is truncated or damaged. Copy or export it again.',
    { details: { needed: offset + length, available: bytes.size } },
  );
}

/** Throws unless the range lies within the source. */
export function checkRange(bytes: ByteSource, offset: number, length: number): void {
  const sound = Number.isSafeInteger(offset) && Number.isSafeInteger(length);
  if (!sound || offset < 0 || length < 0 || offset + length > bytes.size) {
    throw endsTooSoon(bytes, offset, length);
  }
}

/** Bytes in memory. */
export function bufferSource(buffer: ArrayBuffer, name: string): ByteSource {
  let held: ArrayBuffer | undefined = buffer;
  const source: ByteSource = {
    name,
    size: buffer.byteLength,
    read: async (offset, length, signal) => {
      throwIfAborted(signal);
      if (held === undefined) throw closed(name);
      checkRange(source, offset, length);
      return new Uint8Array(held, offset, length);
    },
    close: () => {
      held = undefined;
    },
  };
  return source;
}

/** A Blob or File, of which only the ranges asked for are read. */
export function blobSource(blob: Blob, name: string): ByteSource {
  let held: Blob | undefined = blob;
  const source: ByteSource = {
    name,
    size: blob.size,
    read: async (offset, length, signal) => {
      throwIfAborted(signal);
      if (held === undefined) throw closed(name);
      checkRange(source, offset, length);
      const part = held.slice(offset, offset + length);
      const buffer = await abortable(part.arrayBuffer(), signal).catch((error: unknown) => {
        throw asReadError(error, name, signal);
      });
      if (buffer.byteLength !== length) throw endsTooSoon(source, offset, length);
      return new Uint8Array(buffer);
    },
    close: () => {
      held = undefined;
    },
  };
  return source;
}

/** What a read from a closed source rejects with. */
export function closed(name: string): VoxmetryError {
  return new VoxmetryError('disposed', `${name} has been closed. Open it again to read from it.`);
}

function asReadError(error: unknown, name: string, signal: AbortSignal | undefined): VoxmetryError {
  if (error instanceof VoxmetryError) return error;
  if (signal?.aborted === true) return cancelled();
  const text = error instanceof Error ? error.message : String(error);
  return new VoxmetryError(
    'corrupt-file',
    `${name} can no longer be read (${text}): it was moved, changed or deleted since it was chosen. ` +
      'Choose it again.',
    { cause: error },
  );
}
