import { naturally } from '../folder/folder.js';

/** A numbered file of a series. */
export interface NumberedFile {
  readonly path: string;
  readonly number: number;
}

/** Files whose names differ in one number: the slices of a stack, in the order of their numbers. */
export interface Series {
  /** The common name, with `#` for the digits of the number: `scan_###.tif`. */
  readonly pattern: string;
  readonly files: readonly NumberedFile[];
  /** Numbers that are missing between the first and the last. */
  readonly missing: readonly number[];
  /** Pairs of files that have the same number: `im1.tif`, `im001.tif`. */
  readonly duplicates: readonly (readonly [string, string])[];
}

/** A name cut at its numbers: texts and numbers in turn, beginning and ending with a text. */
interface CutName {
  readonly path: string;
  readonly texts: readonly string[];
  readonly digits: readonly string[];
}

/** Names with more numbers than these say nothing by the last of them. */
const MOST_NUMBERS = 32;

/**
 * Tells series apart. Names that agree but for numbers belong together; where several numbers
 * change, the last one counts slices, and each value of the others is a series of its own. A file
 * without company is a series of one.
 */
export function seriesOf(paths: readonly string[]): Series[] {
  const families = grouped(paths.map(cutName), ({ texts }) => texts.join('\0'));
  const series = families.flatMap((family) => {
    const slot = lastChanging(family);
    if (slot < 0) return family.map((name) => seriesAt([name], -1));
    const apart = grouped(family, ({ digits }) =>
      digits
        .filter((_, i) => i !== slot)
        .map(Number)
        .join('\0'),
    );
    return apart.map((names) => seriesAt(names, slot));
  });
  return series.sort((a, b) => naturally(a.pattern, b.pattern));
}

function cutName(path: string): CutName {
  const stem = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, path.length - stem.length);
  const extension = /\.[a-z]+\d?$/i.exec(stem)?.[0] ?? '';
  const parts = stem.slice(0, stem.length - extension.length).split(/(\d+)/);
  const cut =
    parts.length > 2 * MOST_NUMBERS ? [stem.slice(0, stem.length - extension.length)] : parts;
  const texts = cut.filter((_, i) => i % 2 === 0);
  texts[0] = folder + (texts[0] ?? '');
  texts[texts.length - 1] = (texts.at(-1) ?? '') + extension;
  return { path, texts, digits: cut.filter((_, i) => i % 2 === 1) };
}

/** The last number that is not the same in all names; -1 where there is none. */
function lastChanging(names: readonly CutName[]): number {
  const [first] = names;
  if (first === undefined) return -1;
  return first.digits.findLastIndex((digits, i) =>
    names.some((name) => Number(name.digits[i]) !== Number(digits)),
  );
}

function seriesAt(names: readonly CutName[], slot: number): Series {
  const files = names
    .map(({ path, digits }) => ({ path, number: slot < 0 ? 0 : Number(digits[slot]) }))
    .sort((a, b) => a.number - b.number || naturally(a.path, b.path));
  const duplicates: [string, string][] = [];
  for (const [i, file] of files.entries()) {
    const before = files[i - 1];
    if (i > 0 && before?.number === file.number) duplicates.push([before.path, file.path]);
  }
  return { pattern: patternOf(names, slot), files, missing: missingOf(files), duplicates };
}

function patternOf(names: readonly CutName[], slot: number): string {
  const [first] = names;
  if (first === undefined) return '';
  if (slot < 0) return first.path;
  const width = Math.min(...names.map(({ digits }) => digits[slot]!.length));
  return first.texts
    .map((text, i) => text + (i === slot ? '#'.repeat(width) : (first.digits[i] ?? '')))
    .join('');
}

/** Numbers that are left out, where slices are counted in the smallest step between two. */
function missingOf(files: readonly NumberedFile[]): number[] {
  const steps = files.slice(1).map((file, i) => file.number - files[i]!.number);
  const step = Math.min(...steps.filter((n) => n > 0));
  const missing: number[] = [];
  for (const [i, distance] of steps.entries())
    for (let n = step; n < distance && missing.length < 1000; n += step)
      missing.push(files[i]!.number + n);
  return missing;
}

function grouped<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
