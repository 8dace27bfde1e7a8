import type { Curve, show } from './show.js';
import { curvePicture } from './curve.js';
import { linesOf, shortNumber, wordOf } from './words.js';

/** The base address of the built library. */
export type Library = (door: string) => string;

/** A table of rows, each an object, as `console.table` prints it. */
function tableOf(rows: readonly object[]): HTMLTableElement {
  const [names = [], ...lines] = linesOf(rows);
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  for (const name of names) {
    const cell = document.createElement('th');
    cell.textContent = name;
    cell.scope = 'col';
    head.append(cell);
  }
  const body = table.createTBody();
  for (const line of lines) {
    const row = body.insertRow();
    for (const word of line) row.insertCell().textContent = word;
  }
  return table;
}

/** What code writes and shows, in an element of the page. */
export class Outlet {
  readonly #element: HTMLElement;
  readonly #library: Library;
  #text: HTMLElement | null = null;

  constructor(element: HTMLElement, library: Library) {
    this.#element = element;
    this.#library = library;
    element.replaceChildren();
  }

  /** `console` of the code. */
  readonly console = {
    log: (...words: unknown[]): void => {
      this.#write(words.map(wordOf).join(' '));
    },
    info: (...words: unknown[]): void => {
      this.#write(words.map(wordOf).join(' '));
    },
    warn: (...words: unknown[]): void => {
      this.#write(words.map(wordOf).join(' '));
    },
    table: (rows: readonly object[]): void => {
      this.#put(scrolling(tableOf(rows), 'Table'));
    },
    assert: (holds: unknown, ...words: unknown[]): void => {
      if (!holds) throw new Error(['An assertion does not hold', ...words.map(wordOf)].join(': '));
    },
  };

  /** `show` of the code. */
  readonly show: typeof show = {
    slices: async (lab, layers) => {
      await import(/* @vite-ignore */ this.#library('ui'));
      const view = document.createElement('vox-slice-view');
      Object.assign(view, { lab, layers });
      this.#put(view, 'picture');
      await (view as HTMLElement & { drawn: Promise<unknown> }).drawn;
    },
    space: async (lab, layers) => {
      await import(/* @vite-ignore */ this.#library('ui'));
      const view = document.createElement('vox-volume-view');
      Object.assign(view, { lab, layers });
      this.#put(view, 'picture');
      await (view as HTMLElement & { drawn: Promise<unknown> }).drawn;
    },
    plot: async (table, options) => {
      await import(/* @vite-ignore */ this.#library('ui'));
      const plot = document.createElement('vox-plot');
      Object.assign(plot, { table, ...options });
      this.#put(plot, 'plot');
    },
    curve: (curve: Curve) => {
      const { paddingLeft, paddingRight } = getComputedStyle(this.#element);
      const padding = parseFloat(paddingLeft) + parseFloat(paddingRight);
      // An empty output has no padding yet.
      const room = this.#element.clientWidth - (padding || 32);
      this.#put(curvePicture(curve, room), 'plot');
    },
    file: (name, bytes) => {
      const link = document.createElement('a');
      link.download = name;
      link.href = URL.createObjectURL(new Blob([bytes]));
      link.textContent = `Save ${name} (${shortNumber(bytes.length / 1000)} kB)`;
      this.#put(link, 'file');
    },
  };

  /** Says what went wrong. */
  fail(error: unknown): void {
    const line = document.createElement('p');
    line.className = 'live-error';
    const code = (error as { code?: unknown } | null)?.code;
    const message = error instanceof Error ? error.message : String(error);
    line.textContent = typeof code === 'string' ? `${code}: ${message}` : message;
    line.setAttribute('role', 'alert');
    this.#put(line);
  }

  #put(element: Element, name?: string): void {
    if (name !== undefined) element.classList.add(`live-${name}`);
    this.#element.append(element);
    this.#text = null;
  }

  #write(line: string): void {
    if (this.#text === null) {
      const text = document.createElement('pre');
      this.#put(text);
      this.#text = text;
    }
    this.#text.textContent += `${line}\n`;
  }
}

/** A box that scrolls sideways, also by the keyboard. */
function scrolling(child: Element, label: string): HTMLElement {
  const box = document.createElement('div');
  box.className = 'live-table';
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', label);
  box.append(child);
  return box;
}
