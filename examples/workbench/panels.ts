// The panels of voxmetry/panels, loaded when the first volume is open: nobody needs them before.
import { effect, signal } from '@preact/signals-core';
import type { SliceLayer } from 'voxmetry';
import type { Records } from 'voxmetry/records';
import { pictureOf, titleOfPicture } from './keep.js';
import type { Workbench } from './state.js';

/** The panels that there are, each an element `vox-…`. */
export const PANELS = ['certainty', 'report', 'batch', 'records'] as const;
/** The panels whose elements are defined, once their module is there. */
export const panels = signal<readonly (typeof PANELS)[number][]>([]);

/** What a panel is given; an element leaves alone what it does not know. */
interface Given {
  readonly records: Records;
  readonly pictures: () => Promise<readonly { caption: string; png: string }[]>;
}

let given: Given | undefined;

/** Loads the panels, and the records that this browser keeps. */
export function loadPanels(bench: Workbench, slices: () => readonly SliceLayer[]): void {
  const load = async (): Promise<void> => {
    const [{ browserRecords, memoryRecords, openRecords }] = await Promise.all([
      import('voxmetry/records'),
      import('voxmetry/panels'),
    ]);
    // Private windows may have no files of their own; then records last as long as the page.
    const records = await openRecords(browserRecords()).catch((error: unknown) => {
      bench.say(error);
      return openRecords(memoryRecords());
    });
    given = { records, pictures: () => picturesOf(bench, slices()) };
    panels.value = PANELS.filter((name) => customElements.get(`vox-${name}`) !== undefined);
  };
  const stop = effect(() => {
    if (bench.scan.value === undefined) return;
    requestIdle(() => {
      stop();
      load().catch((error: unknown) => {
        bench.say(error);
      });
    });
  });
}

function requestIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: 3000 });
  else setTimeout(work, 500);
}

/** A panel, made once for each workbench. */
const made = new Map<string, HTMLElement>();

export function panel(bench: Workbench, name: string): HTMLElement {
  const element = made.get(name) ?? document.createElement(`vox-${name}`);
  made.set(name, element);
  Object.assign(element, { session: bench.session, lab: bench.lab.value, ...given });
  if (name === 'report') {
    const { certainties } = panel(bench, 'certainty') as { certainties?: readonly unknown[] };
    // What the report leads to: this page, without what is asked of it.
    Object.assign(element, {
      certainty: certainties,
      workbench: location.origin + location.pathname,
    });
  }
  return element;
}

/** The large slice, for the report. */
async function picturesOf(
  bench: Workbench,
  layers: readonly SliceLayer[],
): ReturnType<Given['pictures']> {
  if (layers.length === 0) return [];
  const blob = await pictureOf(bench, layers);
  const reader = new FileReader();
  const read = new Promise((resolve, reject) => {
    reader.onload = resolve;
    reader.onerror = reject;
  });
  reader.readAsDataURL(blob);
  await read;
  return [{ caption: titleOfPicture(bench), png: reader.result as string }];
}
