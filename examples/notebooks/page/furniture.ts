/*
 * What all notebooks put on their pages: a choice of the volume, figures, tables of numbers. A
 * notebook imports it by './page/furniture.js', in the page that edits as well.
 */
import type { Lab, Labels, Mask, Phases, SaveOptions, Volume } from 'voxmetry';
import 'voxmetry/ui';

/** An element of `voxmetry/ui` with properties: `element('vox-slice-view', { lab, volume })`. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties);
}

/**
 * Lets the reader open a file in place of the sample, for `view`: its value is the volume.
 */
export function choose(lab: Lab, sample: Volume): HTMLElement & { value: Volume } {
  const opener = element('vox-open', { lab, samples: [] });
  const back = element('button', { textContent: 'Back to the sample', hidden: true });
  const form = document.createElement('div');
  form.className = 'choose';
  form.append(opener, back);
  const chosen = Object.assign(form, { value: sample });
  const give = (volume: Volume) => {
    chosen.value = volume;
    back.hidden = volume === sample;
    chosen.dispatchEvent(new Event('input'));
  };
  // What is typed within the element is not yet a volume.
  opener.addEventListener('input', (event) => {
    event.stopPropagation();
  });
  opener.addEventListener('vox-opened', (event) => {
    give((event as CustomEvent<{ volume: Volume }>).detail.volume);
  });
  back.addEventListener('click', () => {
    give(sample);
  });
  return chosen;
}

/** Pictures or a plot over a caption; several stand side by side. */
export function figure(caption: string, ...pictures: readonly Element[]): HTMLElement {
  const made = document.createElement('figure');
  const words = element('figcaption', { textContent: caption });
  const frame = document.createElement('div');
  frame.className = pictures.length > 1 ? 'pair' : 'single';
  frame.append(...pictures);
  made.append(frame, words);
  return made;
}

/** A number with what it is: a row of {@link numbers}. */
export interface KeyNumber {
  /** Its name for programs: `data-key` of the row. */
  readonly key: string;
  readonly name: string;
  readonly value: number;
  /** How it is written, unit included; the number as it is if left out. */
  readonly text?: string;
  /** How sure it is, or why that is not known. */
  readonly sure?: string;
}

/** The numbers that a notebook ends in. Their rows hold the whole value, as `data-value`. */
export function numbers(rows: readonly KeyNumber[]): HTMLElement {
  const table = document.createElement('table');
  table.className = 'numbers';
  const head = table.createTHead().insertRow();
  for (const title of ['Measure', 'Value', 'How sure'])
    head.append(element('th', { textContent: title, scope: 'col' }));
  const body = table.createTBody();
  for (const { key, name, value, text, sure } of rows) {
    const row = body.insertRow();
    row.dataset['key'] = key;
    row.dataset['value'] = String(value);
    row.append(element('th', { textContent: name, scope: 'row' }));
    row.insertCell().textContent = text ?? value.toLocaleString('en');
    row.insertCell().textContent = sure ?? '';
  }
  return inScroll(table);
}

/** A plain table of texts, which scrolls where the page is narrow. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): HTMLElement {
  const made = document.createElement('table');
  const top = made.createTHead().insertRow();
  for (const title of head) top.append(element('th', { textContent: title, scope: 'col' }));
  const body = made.createTBody();
  for (const cells of rows) {
    const row = body.insertRow();
    for (const cell of cells) row.insertCell().textContent = String(cell);
  }
  return inScroll(made);
}

function inScroll(child: HTMLElement): HTMLElement {
  const frame = document.createElement('div');
  frame.className = 'scroll';
  frame.append(child);
  return frame;
}

/** 0.4881 as '48.8 %'. */
export function percent(part: number, digits = 1): string {
  return `${(100 * part).toFixed(digits)} %`;
}

/** Three digits that count: 3.96304 as '3.96', 12345.6 as '12,346'. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '–';
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3);
}

/**
 * How sure a number is, in words: its 95 % interval, or the reason why there is none.
 */
export function sureness(
  interval: readonly (number | null)[] | null,
  write: (end: number) => string = short,
  reason: string | null = null,
): string {
  if (!interval) return reason ?? 'no interval';
  const [lo, hi] = interval.map((end) => (end === null ? '∞' : write(end)));
  return `95 %: ${lo} to ${hi}`;
}

/** A grid as a file, in memory. */
export async function fileOf(
  grid: Volume | Mask | Phases | Labels,
  options: SaveOptions,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  await grid.save(new WritableStream({ write: (part) => void parts.push(part.slice()) }), options);
  return new Blob(parts);
}

/** Lets the reader keep a file, when the button is pressed. */
export function saveButton(
  label: string,
  name: string,
  make: () => Promise<BlobPart>,
): HTMLButtonElement {
  const button = element('button', { textContent: label });
  button.addEventListener('click', () => {
    void make().then((content) => {
      const url = URL.createObjectURL(new Blob([content]));
      element('a', { href: url, download: name }).click();
      setTimeout(() => {
        URL.revokeObjectURL(url);
      }, 10_000);
    });
  });
  return button;
}
