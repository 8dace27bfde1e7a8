// The workbench: opens a lab and a session, and draws the page whenever something changes.
import { computed, effect, signal } from '@preact/signals-core';
import { render } from 'lit';
import { openLab, VoxmetryError, type Lab, type SpaceLayer } from 'voxmetry';
import { Autosave, browserStore, openSession, parseStudy, restore } from 'voxmetry/session';
import 'voxmetry/ui';
import { look, wear } from './appearance.js';
import { paintedLayers } from './classes.js';
import { listen } from './keys.js';
import { layersOf, sliceLayersOf, spaceLayersOf } from './layers.js';
import { page, PAGE_SPLITS } from './page.js';
import { loadPanels } from './panels.js';
import { recallText } from './remembered.js';
import type { Shown } from './shown.js';
import { restoreSplits } from './splitter.js';
import { Workbench } from './state.js';
import { thresholdsOf } from './threshold.js';
import { VIEW_SPLITS } from './views.js';
import { bytes, fill, speak, words } from './words.js';

/** Milliseconds of rest after which the scene follows: it reads the whole volume. */
const SCENE_REST = 500;
const FILE = 'workbench.json';
const SAMPLES = [
  'cathode-96x96x64',
  'separator-128x128x96',
  'fibsem-128x112x80',
  'roll-192x192x32',
];

async function begin(): Promise<void> {
  wear(look.value);
  restoreSplits([...PAGE_SPLITS, ...VIEW_SPLITS]);
  const wanted = recallText('language') ?? navigator.language.slice(0, 2);
  if (wanted === 'de') await speak('de');
  const store = browserStore();
  // Private windows may have no files of their own; then nothing is restored.
  const kept = await restore(store, FILE).catch(() => undefined);
  const session = await openSession(kept?.study);
  const bench = new Workbench(session);
  const opener = document.createElement('vox-open');
  Object.assign(opener, { session, samples: SAMPLES });
  opener.addEventListener('vox-opened', () => {
    bench.dialog.value = null;
    bench.notice.value = null;
    bench.window.value = null;
    bench.range.value = '';
    session.link.selected.value = null;
    session.link.crosshair.value = null;
  });
  const layers = layersOf(bench);
  const usual = sliceLayersOf(bench, layers);
  const shown: Shown = {
    layers,
    slices: computed(() => paintedLayers(bench) ?? usual.value),
    scene: rested(spaceLayersOf(layers)),
    thresholds: thresholdsOf(bench),
    opener,
    chooseStudy: () => {
      const input = document.createElement('input');
      Object.assign(input, { type: 'file', accept: '.json,.html' });
      input.addEventListener('change', () => {
        const [file] = input.files ?? [];
        if (file !== undefined) void openStudy(bench, file);
      });
      input.click();
    },
  };
  document.body.textContent = '';
  effect(() => {
    render(page(bench, shown), document.body);
    openDialog();
  });
  listen(bench, opener, (file) => {
    void openStudy(bench, file);
  });
  new Autosave(session, store, FILE, {
    onError: ({ message }) => {
      bench.saved.value = fill(words.value.notSaved, { reason: message });
    },
  });
  session.watch(({ sources }) => {
    bench.saved.value = sources.length === 0 ? '' : words.value.autosaved;
  });
  if (kept?.error !== undefined) bench.say(kept.error);
  await openTheLab(bench, opener);
  loadPanels(bench, () => shown.slices.value);
  keepOffline();
  await reopenSamples(bench, opener);
}

/** The layers of the scene once they have rested. */
function rested(layers: ReturnType<typeof spaceLayersOf>): Shown['scene'] {
  const scene = signal<readonly SpaceLayer[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const next = layers.value;
    clearTimeout(timer);
    if (next.length === 0) scene.value = next;
    else
      timer = setTimeout(() => {
        scene.value = next;
      }, SCENE_REST);
  });
  return scene;
}

/** A dialog that has just been drawn is opened over the page. */
function openDialog(): void {
  const dialog = document.querySelector('dialog');
  if (dialog === null || dialog.open) return;
  dialog.showModal();
  void dialog.querySelector('vox-palette')?.begin();
}

async function openTheLab(
  bench: Workbench,
  opener: HTMLElementTagNameMap['vox-open'],
): Promise<void> {
  let lab: Lab;
  try {
    lab = await openLab();
  } catch (error) {
    bench.failure.value = VoxmetryError.from(error);
    return;
  }
  opener.lab = lab;
  bench.lab.value = lab;
  if (lab.info.adapter.software) bench.tell(words.value.softwareNotice, 'warning');
  lab.on('lost', ({ reason }) => {
    bench.tell(fill(words.value.lost, { reason }), 'warning');
  });
  lab.on('recovered', () => {
    bench.tell(words.value.recovered);
  });
  lab.on('memory', ({ live, budget }) => {
    bench.memory.value = fill(words.value.gpuMemory, { live: bytes(live), budget: bytes(budget) });
  });
}

/** Keeps the files of the page in the browser, so that it also begins without a network. */
function keepOffline(): void {
  if (import.meta.env.PROD && 'serviceWorker' in navigator)
    navigator.serviceWorker.register('./offline.js').catch(() => undefined);
}

/** Samples of a restored study are made again; files are asked for. */
async function reopenSamples(
  bench: Workbench,
  opener: HTMLElementTagNameMap['vox-open'],
): Promise<void> {
  const { session } = bench;
  const asked = new URLSearchParams(location.search).get('sample');
  const { sources } = session.study.value;
  if (sources.length === 0 && asked !== null) await opener.openSample(asked);
  let restored = false;
  for (const { id, hash } of sources) {
    if (!hash.startsWith('sample:') || session.volumes.value.has(id)) continue;
    await opener.openSample(hash.slice('sample:'.length));
    restored = true;
  }
  if (restored) bench.tell(words.value.restored);
}

/** Opens a study that was saved, by itself or in a report; its files are then asked for. */
async function openStudy(bench: Workbench, file: File): Promise<void> {
  bench.dialog.value = null;
  try {
    const text = await file.text();
    const study = /^\s*</.test(text)
      ? await (await import('voxmetry/report')).studyOfReport(text)
      : parseStudy(text);
    for (const volume of bench.session.volumes.value.values()) volume.close();
    bench.session.open(study);
    bench.wipe.value = null;
    bench.range.value = '';
    bench.tell(words.value.studyOpened);
    void reopenSamples(bench, document.querySelector('vox-open')!);
  } catch (error) {
    bench.say(error);
  }
}

await begin();
