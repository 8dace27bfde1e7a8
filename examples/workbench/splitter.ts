// A bar between two parts of the page that is dragged, or moved with the arrow keys.
import { html } from 'lit';
import { recallText, remember } from './remembered.js';

/** A bar, and the custom property of the page that says where it is. */
export interface Split {
  readonly name: string;
  readonly label: string;
  /** Whether it lies between left and right, or above and below. */
  readonly between: 'columns' | 'rows';
  /** Where it is at first, and how far it goes, in the unit. */
  readonly usual: number;
  readonly least: number;
  readonly most: number;
  readonly unit: 'px' | '%';
  /** Whether the part that it sizes lies behind it. */
  readonly behind?: boolean;
}

const STEP = 16;

/** Puts all bars where they were left. */
export function restoreSplits(splits: readonly Split[]): void {
  for (const split of splits) {
    const kept = Number(recallText(`split.${split.name}`) ?? NaN);
    place(split, Number.isFinite(kept) ? kept : split.usual, false);
  }
}

function place({ name, least, most, unit }: Split, value: number, keep = true): void {
  const at = Math.min(most, Math.max(least, value));
  document.documentElement.style.setProperty(`--split-${name}`, `${String(at)}${unit}`);
  if (keep) remember(`split.${name}`, String(at));
}

function placeOf({ name, usual }: Split): number {
  const said = document.documentElement.style.getPropertyValue(`--split-${name}`);
  return Number.parseFloat(said) || usual;
}

/** The bar. */
export function splitter(split: Split): unknown {
  const columns = split.between === 'columns';
  const drag = (event: PointerEvent): void => {
    if (event.buttons === 0) return;
    const bar = event.currentTarget as HTMLElement;
    const { left, top, right, bottom, width, height } = bar.parentElement!.getBoundingClientRect();
    const from = columns ? event.clientX - left : event.clientY - top;
    const to = columns ? right - event.clientX : bottom - event.clientY;
    const length = split.behind === true ? to : from;
    place(split, split.unit === 'px' ? length : (100 * length) / (columns ? width : height));
  };
  return html`<div
    class="splitter ${split.between} ${split.name}"
    role="separator"
    tabindex="0"
    aria-label=${split.label}
    aria-orientation=${columns ? 'vertical' : 'horizontal'}
    aria-valuenow=${Math.round(placeOf(split))}
    aria-valuemin=${split.least}
    aria-valuemax=${split.most}
    @pointerdown=${(event: PointerEvent) => {
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      event.preventDefault();
    }}
    @pointermove=${drag}
    @dblclick=${() => {
      place(split, split.usual);
    }}
    @keydown=${(event: KeyboardEvent) => {
      const back = columns ? 'ArrowLeft' : 'ArrowUp';
      const on = columns ? 'ArrowRight' : 'ArrowDown';
      if (event.key !== back && event.key !== on) return;
      event.preventDefault();
      const step = split.unit === 'px' ? STEP : 2;
      const grows = (event.key === on) !== (split.behind === true);
      place(split, placeOf(split) + (grows ? step : -step));
      const bar = event.currentTarget as HTMLElement;
      bar.setAttribute('aria-valuenow', String(Math.round(placeOf(split))));
    }}
  ></div>`;
}
