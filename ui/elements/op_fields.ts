// What the fields of a form hold, and what the options are that they stand for. No DOM.
import type { ParamJson } from 'voxmetry';
import type { JsonSchema, OptionDescription } from 'voxmetry/operations';
import { parseNumber, writeNumber } from '../language.js';
import { isHandleOption } from '../session/catalogue.js';
import { isNamedRefs, isStepRef } from '../session/study.js';

/** The texts of the inputs of one option, by the part that they are of. */
export type Draft = Readonly<Record<string, string>>;

/** How an option is drawn; what it holds decides between forms of the same type. */
export type FieldForm =
  | 'number'
  | 'flag'
  | 'choice'
  | 'length'
  | 'text'
  | 'numbers'
  | 'set'
  | 'texts'
  | 'record'
  | 'triple'
  | 'box'
  | 'handle'
  | 'operand'
  | 'grid';

/** How an option is drawn. */
export function formOf(option: OptionDescription): FieldForm {
  const { type } = option;
  if (type === 'integer') return 'number';
  if (type === 'texts') return namesOf(option) === undefined ? 'texts' : 'set';
  if (type === 'record' && isHandleOption(option)) return 'grid';
  return type;
}

/** The parts of a schema, those of its alternatives among them. */
function partsOf(schema: ParamJson | undefined): JsonSchema[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [];
  const part = schema as JsonSchema;
  const { anyOf } = part;
  return Array.isArray(anyOf) ? [part, ...anyOf.flatMap(partsOf)] : [part];
}

/** The values of a choice. */
export function choicesOf({ schema }: OptionDescription): readonly (string | number)[] {
  const found = partsOf(schema).find((part) => Array.isArray(part['enum']));
  return (found?.['enum'] ?? []) as readonly (string | number)[];
}

/** The names of which a list of texts may have some; undefined where any text will do. */
export function namesOf({ schema }: OptionDescription): readonly string[] | undefined {
  for (const { items } of partsOf(schema)) {
    const found = partsOf(items).find((part) => Array.isArray(part['enum']));
    if (found !== undefined) return found['enum'] as readonly string[];
  }
  return undefined;
}

/** Whether one number stands for three. */
function takesOne({ schema }: OptionDescription): boolean {
  return partsOf(schema).some(({ type }) => type === 'integer' || type === 'number');
}

/** By how much an arrow key changes a number. */
export function stepOf({ type, schema }: OptionDescription, value: number): number {
  const flat = partsOf(schema);
  if (flat.some(({ not }) => not !== undefined)) return 2;
  if (type === 'integer' || flat.some((part) => part['type'] === 'integer')) return 1;
  // A tenth of its power of ten: 0.1 at 1.5, 10 at 150.
  return value === 0 ? 0.1 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
}

/** A number one step up or down, without the dust of binary fractions. */
export function stepped(option: OptionDescription, text: string, times: number): string {
  const value = parseNumber(text) ?? 0;
  return writeNumber(Number((value + times * stepOf(option, value)).toPrecision(12)));
}

const AXES = ['x', 'y', 'z'] as const;

/** The texts of an option's inputs for a value; of its default where it has none. */
export function draftOf(option: OptionDescription, given: ParamJson | undefined): Draft {
  const value = given ?? option.default;
  switch (formOf(option)) {
    case 'flag':
      return { v: value === true ? 'true' : '' };
    case 'length': {
      const voxels = isRecord(value) && typeof value['voxels'] === 'number';
      return { v: written(voxels ? value['voxels'] : value), unit: voxels ? 'voxels' : '' };
    }
    case 'triple':
      return threeOf(value, '');
    case 'box': {
      const { origin = null, size = null } = isRecord(value) ? value : {};
      return { ...threeOf(origin, 'origin '), ...threeOf(size, 'size ') };
    }
    case 'set':
      return Object.fromEntries(listOf(value).map((name) => [written(name), 'true']));
    case 'texts':
      return { v: listOf(value).map(written).join(', ') };
    case 'numbers':
      return { v: listOf(value).map(written).join(' ') };
    case 'record':
      return { v: recordText(value) };
    case 'handle':
      // Masks by name are kept as they are until another grid is chosen.
      if (isNamedRefs(value)) return { of: '', named: JSON.stringify(value) };
      return { of: isStepRef(value) ? value.ref : '' };
    case 'operand':
      return isStepRef(value) ? { of: value.ref, v: '' } : { of: '', v: written(value) };
    case 'grid':
      return isStepRef(value)
        ? { of: value.ref, v: '' }
        : { of: '', v: value === null ? '' : JSON.stringify(value) };
    case 'number':
    case 'choice':
    case 'text':
      return { v: written(value) };
  }
}

/**
 * The value that an option's inputs stand for; undefined where it is left out. A text that is no
 * such value is the value itself: the library says what is wrong with it.
 */
export function valueOf(option: OptionDescription, draft: Draft): ParamJson | undefined {
  const text = (draft['v'] ?? '').trim();
  const of = draft['of'] ?? '';
  switch (formOf(option)) {
    case 'number':
      return numberOf(text);
    case 'flag':
      return text === 'true';
    case 'choice':
      return choicesOf(option).find((choice) => String(choice) === text) ?? (text || undefined);
    case 'length': {
      const length = numberOf(text);
      return draft['unit'] === 'voxels' && typeof length === 'number' ? { voxels: length } : length;
    }
    case 'text':
      return text === '' ? undefined : text;
    case 'numbers':
      return text === '' ? undefined : text.split(/[;\s]+/).map(listedNumber);
    case 'set': {
      const chosen = (namesOf(option) ?? []).filter((name) => draft[name] === 'true');
      return chosen.length === 0 ? undefined : chosen;
    }
    case 'texts': {
      const names = text.split(/[,;\n]/).map((name) => name.trim());
      const known = names.filter((name) => name !== '');
      if (known.length === 1 && choicesOf(option).includes(known[0]!)) return known[0];
      return known.length === 0 ? undefined : known;
    }
    case 'record':
      return recordOf(text);
    case 'triple':
      return tripleOf(draft, '', takesOne(option));
    case 'box': {
      const [origin, size] = ['origin ', 'size '].map((part) => tripleOf(draft, part, false));
      if (origin === undefined && size === undefined) return undefined;
      return { origin: origin ?? null, size: size ?? null };
    }
    case 'handle':
      return of === '' ? jsonOf(draft['named'] ?? '') : { ref: of };
    case 'operand':
      return of === '' ? numberOf(text) : { ref: of };
    case 'grid':
      return of === '' ? jsonOf(text) : { ref: of };
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, ParamJson>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: ParamJson): readonly ParamJson[] {
  if (Array.isArray(value)) return value as readonly ParamJson[];
  return value === null ? [] : [value];
}

function written(value: ParamJson | undefined): string {
  if (value === null || value === undefined) return '';
  // No bound is no text.
  if (['Infinity', '-Infinity', Infinity, -Infinity].includes(value as number)) return '';
  if (typeof value === 'number') return writeNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A number; undefined of nothing, and the text of anything else. */
function numberOf(text: string): ParamJson | undefined {
  return text === '' ? undefined : (parseNumber(text) ?? text);
}

/** A number of a list: a comma behind it parts it from the next. */
function listedNumber(text: string): ParamJson {
  return numberOf(text.replace(/,$/, '')) ?? text;
}

function threeOf(value: ParamJson, prefix: string): Draft {
  const list = typeof value === 'number' ? [value, value, value] : listOf(value);
  return Object.fromEntries(AXES.map((axis, i) => [prefix + axis, written(list[i])]));
}

function tripleOf(draft: Draft, prefix: string, one: boolean): ParamJson | undefined {
  const texts = AXES.map((axis) => (draft[prefix + axis] ?? '').trim());
  const given = texts.filter((text) => text !== '');
  if (given.length === 0) return undefined;
  if (one && given.length === 1) return numberOf(given[0]!);
  return texts.map((text) => numberOf(text) ?? null);
}

/** A record as a person writes it: `pore: 0; solid: 1`, `pore: z0 z1`, `volume: 5 … 90`. */
function recordText(value: ParamJson): string {
  if (!isRecord(value)) return listOf(value).map(written).join(' ');
  return Object.entries(value)
    .map(([name, part]) => {
      if (Array.isArray(part)) return `${name}: ${part.join(' ')}`;
      if (!isRecord(part)) return `${name}: ${written(part)}`;
      return `${name}: ${written(part['min'])} … ${written(part['max'])}`
        .replaceAll(/ +/g, ' ')
        .trim();
    })
    .join('; ');
}

/** Reads what {@link recordText} writes; numbers without names are ids. */
function recordOf(text: string): ParamJson | undefined {
  if (text === '') return undefined;
  if (!text.includes(':')) {
    const ids = text.split(/[;\s]+/).map(listedNumber);
    return ids.every((id) => typeof id === 'number') ? ids : text;
  }
  const entries = text
    .split(/[;\n]/)
    .filter((entry) => entry.trim() !== '')
    .map((entry) => {
      const at = entry.indexOf(':');
      return [entry.slice(0, at).trim(), partOf(entry.slice(at + 1).trim())] as const;
    });
  return Object.fromEntries(entries);
}

function partOf(text: string): ParamJson {
  const bounds = text.split(/…|\.{2,3}/);
  if (bounds.length === 2) {
    const [min, max] = bounds.map((bound) => numberOf(bound.trim()));
    return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  }
  const number = numberOf(text);
  if (typeof number === 'number') return number;
  return text.split(/[,\s]+/).filter((word) => word !== '');
}

function jsonOf(text: string): ParamJson | undefined {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as ParamJson;
  } catch {
    return text;
  }
}
