import type { ByteSource, FolderSource, GridSource, OpenInput } from './source.js';

/** Whether an input is a reader of the caller's. */
export function isReader(input: OpenInput): input is GridSource {
  const given: unknown = input;
  return typeof given === 'object' && given !== null && 'read' in given && 'dtype' in given;
}

/** Whether an input gives the bytes of a file by range. */
export function isByteSource(input: OpenInput): input is ByteSource {
  const given: unknown = input;
  return (
    typeof given === 'object' &&
    given !== null &&
    'read' in given &&
    typeof given.read === 'function' &&
    'size' in given &&
    typeof given.size === 'number'
  );
}

/** Whether an input gives files by their paths. */
export function isFolderSource(input: OpenInput): input is FolderSource {
  const given: unknown = input;
  return (
    typeof given === 'object' &&
    given !== null &&
    'paths' in given &&
    Array.isArray(given.paths) &&
    'open' in given &&
    typeof given.open === 'function'
  );
}
