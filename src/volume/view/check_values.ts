// Checks of single values that a view is given; each error says what is allowed.
import { invalidArgument } from '../../recipe/errors.js';
import type { Vec3 } from '../../recipe/geometry.js';
import { isColor } from '../../recipe/view/colors.js';

/** Checks the fields of an object that are there. */
export class Fields {
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #where: string;
  readonly #op: string;

  /** @param where - Put before the names of fields in errors: 'layers[0].'. */
  constructor(given: object, where: string, op = 'view') {
    this.#op = op;
    this.#given = given as Readonly<Record<string, unknown>>;
    this.#where = where;
  }

  /** Fails where a field is there and not as it must be. */
  must(name: string, allowed: string, good: (value: unknown) => boolean): void {
    const value = this.#given[name];
    if (value !== undefined && !good(value)) this.fail(name, value, allowed);
  }

  /** Fails where fields are not there. */
  required(...names: readonly string[]): void {
    for (const name of names)
      if (this.#given[name] === undefined) this.fail(name, undefined, 'a value; it has no default');
  }

  fail(name: string, value: unknown, allowed: string): never {
    throw invalidArgument(this.#op, `${this.#where}${name}`, value, allowed);
  }

  /** Refuses names that are not known. */
  known(...names: readonly string[]): void {
    for (const [name, value] of Object.entries(this.#given))
      if (value !== undefined && !names.includes(name))
        this.fail(name, value, `no such field; known are ${names.join(', ')}`);
  }

  fraction(name: string): void {
    this.must(name, 'a number from 0 to 1', (n) => isNumber(n) && n >= 0 && n <= 1);
  }

  positive(name: string): void {
    this.must(name, 'a number above 0', (n) => isNumber(n) && n > 0);
  }

  flag(name: string): void {
    this.must(name, 'true or false', (n) => typeof n === 'boolean');
  }

  finite(name: string): void {
    this.must(name, 'a finite number', isNumber);
  }

  color(name: string): void {
    this.must(name, "a colour as '#rrggbb'", isColor);
  }

  triple(name: string): void {
    this.must(name, 'three finite numbers x, y, z', isTriple);
  }

  oneOf(name: string, ...values: readonly unknown[]): void {
    const allowed = values.map((value) => `'${String(value)}'`).join(', ');
    this.must(name, allowed, (n) => values.includes(n));
  }

  window(name: string): void {
    this.must(name, 'two finite numbers, the first below the second', (w) => {
      const [lo, hi] = Array.isArray(w) && w.length === 2 ? (w as unknown[]) : [];
      return isNumber(lo) && isNumber(hi) && lo < hi;
    });
  }
}

/** Whether something is a finite number. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Whether something is three finite numbers. */
export function isTriple(value: unknown): value is Vec3 {
  return Array.isArray(value) && value.length === 3 && value.every(isNumber);
}

/** Whether something is a direction of length 1. */
export function isDirection(value: unknown): value is Vec3 {
  return isTriple(value) && Math.abs(Math.hypot(...value) - 1) < 1e-6;
}
