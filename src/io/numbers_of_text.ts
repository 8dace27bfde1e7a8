import { VoxmetryError } from '../recipe/errors.js';
import type { ByteSource } from './byte_source.js';
import { bufferSource } from './byte_source.js';
import type { StoredType } from './sample_type.js';
import { makeArray } from '../recipe/dtype.js';
import { dtypeOfStored } from './sample_type.js';
import { tooWide } from './wide_integers.js';

/** Numbers that are written as text are read whole; a volume of more than this is not text. */
const LONGEST = 256 * 2 ** 20;

/**
 * The values of a grid that is written as numbers between white space, as little-endian bytes of
 * the dtype that the type is read as.
 * Throws `corrupt-file` where there are fewer, or something that is no number of the type.
 */
export async function numbersOfText(
  bytes: ByteSource,
  offset: number,
  type: StoredType,
  count: number,
  signal?: AbortSignal,
): Promise<ByteSource> {
  const length = bytes.size - offset;
  // Every number takes a character and a space.
  if (length > LONGEST || count > length) throw notNumbers(bytes.name, count);
  const out = makeArray(dtypeOfStored(type), count);
  const text = new TextDecoder('latin1').decode(await bytes.read(offset, length, signal));
  let at = 0;
  for (let i = 0; i < count; i++) {
    while (at < text.length && text.charCodeAt(at) <= 32) at++;
    let end = at;
    while (end < text.length && text.charCodeAt(end) > 32) end++;
    const value = valueOf(text.slice(at, end));
    out[i] = value;
    const same = Number.isNaN(value) || type.startsWith('f') ? true : out[i] === value;
    if (!same && Number.isInteger(value) && (type === 'i64' || type === 'u64'))
      throw tooWide(type, BigInt(value));
    if (end === at || !same || (Number.isNaN(value) && !type.startsWith('f')))
      throw notNumbers(bytes.name, count);
    at = end;
  }
  return bufferSource(out.buffer, bytes.name);
}

function valueOf(text: string): number {
  if (/^[+-]?nan$/i.test(text)) return NaN;
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const value = /^[+-]?(\d|\.\d)/.test(text) ? Number(text) : NaN;
  // A marker that no integer equals; floats that cannot be read are caught by the caller's check.
  if (Number.isNaN(value)) throw new RangeError(`'${text.slice(0, 20)}' is no number`);
  return value;
}

function notNumbers(name: string, count: number): VoxmetryError {
  return new VoxmetryError(
    'corrupt-file',
    `${name} does not hold ${count} numbers of its type as text: it is damaged. Export it again.`,
  );
}
