// Records by columns: texts as numbers of a dictionary, so that 300,000 rows are read in a moment.
import {
  NUMBER_FIELDS,
  TEXT_FIELDS,
  type NumberField,
  type RecordRow,
  type TextField,
} from './fields.js';

/** Rows that a new column has room for. */
const FIRST_ROOM = 64;

/** A column of texts; each different text is held once. */
export class TextColumn {
  /** The text of every row, by its place among `words`; longer than there are rows. */
  codes: Uint32Array<ArrayBuffer> = new Uint32Array(FIRST_ROOM);
  readonly words: string[] = [];
  readonly #places = new Map<string, number>();

  /** The place of a text among `words`, where it is put if it is new. */
  code(word: string): number {
    const known = this.#places.get(word);
    if (known !== undefined) return known;
    this.words.push(word);
    this.#places.set(word, this.words.length - 1);
    return this.words.length - 1;
  }

  /** The place of a text; undefined where no row ever had it. */
  find(word: string): number | undefined {
    return this.#places.get(word);
  }
}

/** Records by columns; rows are numbered from 0. */
export class RecordColumns {
  readonly text: Readonly<Record<TextField, TextColumn>>;
  readonly numbers: Record<NumberField, Float64Array<ArrayBuffer>>;
  #length = 0;
  #room = FIRST_ROOM;
  /** The row of each sample, recipe and metric; made when it is first asked for. */
  #places: Map<string, number> | undefined;

  constructor() {
    this.text = byName(TEXT_FIELDS, () => new TextColumn());
    this.numbers = byName(NUMBER_FIELDS, () => new Float64Array(FIRST_ROOM));
  }

  /** The number of rows. */
  get length(): number {
    return this.#length;
  }

  /** Puts a record in the place of the one of its sample, recipe and metric, or at the end. */
  put(record: RecordRow): void {
    const places = (this.#places ??= this.#findPlaces());
    const row = places.get(this.#keyOf(record)) ?? this.#length;
    if (row === this.#room) this.#grow(2 * this.#room);
    this.#length = Math.max(this.#length, row + 1);
    for (const field of TEXT_FIELDS)
      this.text[field].codes[row] = this.text[field].code(record[field]);
    for (const field of NUMBER_FIELDS) this.numbers[field][row] = record[field];
    places.set(this.#key(row), row);
  }

  /** Whether a record is new, and not in the place of another. */
  isNew(record: RecordRow): boolean {
    return !(this.#places ??= this.#findPlaces()).has(this.#keyOf(record));
  }

  /** One record. */
  row(row: number): RecordRow {
    const texts = byName(TEXT_FIELDS, (field) => this.word(field, row));
    return { ...texts, ...byName(NUMBER_FIELDS, (field) => this.numbers[field][row]!) };
  }

  /** The text of a row. */
  word(field: TextField, row: number): string {
    const { codes, words } = this.text[field];
    return words[codes[row]!]!;
  }

  /** Gives a sample another name, in all rows. */
  renameSample(from: string, to: string): void {
    const { sample } = this.text;
    const before = sample.find(from);
    const after = sample.code(to);
    for (let row = 0; row < this.#length; row++)
      if (sample.codes[row] === before) sample.codes[row] = after;
    this.#places = undefined;
  }

  /** Keeps some rows, in their order, and forgets the others. */
  keep(rows: Uint32Array): void {
    for (const field of TEXT_FIELDS) moved(this.text[field].codes, rows);
    for (const field of NUMBER_FIELDS) moved(this.numbers[field], rows);
    this.#length = rows.length;
    this.#places = undefined;
  }

  #grow(room: number): void {
    for (const field of TEXT_FIELDS) {
      const codes = new Uint32Array(room);
      codes.set(this.text[field].codes);
      this.text[field].codes = codes;
    }
    for (const field of NUMBER_FIELDS) {
      const numbers = new Float64Array(room);
      numbers.set(this.numbers[field]);
      this.numbers[field] = numbers;
    }
    this.#room = room;
  }

  #findPlaces(): Map<string, number> {
    return new Map(Array.from({ length: this.#length }, (_, row) => [this.#key(row), row]));
  }

  #key(row: number): string {
    const { sample, recipe, metric } = this.text;
    return `${String(sample.codes[row])} ${String(recipe.codes[row])} ${String(metric.codes[row])}`;
  }

  #keyOf({ sample, recipe, metric }: RecordRow): string {
    const { text } = this;
    const codes = [text.sample.find(sample), text.recipe.find(recipe), text.metric.find(metric)];
    return codes.map(String).join(' ');
  }
}

/** Moves the values of rows, which rise, to the front. */
function moved(values: Uint32Array | Float64Array, rows: Uint32Array): void {
  for (let to = 0; to < rows.length; to++) values[to] = values[rows[to]!]!;
}

function byName<K extends string, T>(names: readonly K[], make: (name: K) => T): Record<K, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<K, T>;
}
