import type { ArgsDef } from 'citty';
import type { Vec3 } from '../recipe/geometry.js';
import { usageError } from './usage.js';

/** Refuses flags that a command does not have. */
export function refuseUnknown(args: Readonly<Record<string, unknown>>, known: ArgsDef): void {
  const flags = Object.keys(known);
  // The parser gives min-voxels as minVoxels too.
  const joined = flags.map((name) =>
    name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
  const names = ['_', 'h', 'v', ...flags, ...joined];
  const unknown = Object.keys(args).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw usageError(
      `unknown flag ${unknown.length === 1 ? '-' : '--'}${unknown}; see --help for those there are`,
    );
}

/** Reads the text of a flag that may be left out. */
export function optional<T>(text: string | undefined, read: (text: string) => T): T | undefined {
  return text === undefined ? undefined : read(text);
}

/** The error of a flag whose text says nothing that it takes. */
export function wrong(flag: string, text: string, allowed: string): Error {
  return usageError(`--${flag} is '${text}'; allowed: ${allowed}`);
}

/** A text that is not empty. */
export function filled(flag: string, text: string): string {
  if (text.trim() === '') throw wrong(flag, text, 'a text that is not empty');
  return text;
}

/** A finite number. */
export function number(flag: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw wrong(flag, text, 'a number');
  return value;
}

/** Three numbers that fit, with commas or × between them. */
export function three(
  flag: string,
  text: string,
  fits: (value: number) => boolean,
  allowed: string,
): Vec3 {
  const [x, y, z, ...more] = text
    .split(/[,x×]/)
    .map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (
    x === undefined ||
    y === undefined ||
    z === undefined ||
    more.length > 0 ||
    ![x, y, z].every(fits)
  )
    throw wrong(flag, text, allowed);
  return [x, y, z];
}
