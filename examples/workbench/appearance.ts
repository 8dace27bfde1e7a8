// Light, dark, or with high contrast.
import { signal } from '@preact/signals-core';
import { recall, remember } from './remembered.js';
import type { Words } from './words.js';

export const LOOKS = ['system', 'light', 'dark', 'contrast'] as const;
export type Look = (typeof LOOKS)[number];

/** How the looks are called. */
export const LOOK_WORDS: Readonly<Record<Look, keyof Words>> = {
  system: 'asSystem',
  light: 'light',
  dark: 'dark',
  contrast: 'contrast',
};

/** How the page looks. */
export const look = signal<Look>(recall('look', LOOKS, 'system'));

/** Gives the page a look, and keeps the choice. */
export function wear(wanted: Look): void {
  look.value = wanted;
  remember('look', wanted);
  document.documentElement.dataset['look'] = wanted;
}
