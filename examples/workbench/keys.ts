// What the page does with keys and with what is dropped on it, wherever the focus is.
import type { VoxOpen } from 'voxmetry/ui';
import { LAYOUTS, type Workbench } from './state.js';

/** Files that may hold a study: by itself, or in a report. */
const STUDY = /\.(json|html?)$/i;

/** Listens to keys and drops on the page. */
export function listen(bench: Workbench, opener: VoxOpen, openStudy: (file: File) => void): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    const act = actOf(bench, event);
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  const isFile = ({ dataTransfer }: DragEvent): boolean =>
    dataTransfer?.types.includes('Files') === true;
  document.addEventListener('dragover', (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    bench.dropping.value = true;
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) bench.dropping.value = false;
  });
  // Before the elements see it: a study is none of their files.
  document.addEventListener(
    'drop',
    (event) => {
      bench.dropping.value = false;
      if (!isFile(event)) return;
      event.preventDefault();
      event.stopPropagation();
      const transfer = event.dataTransfer!;
      const [first] = transfer.files;
      if (transfer.files.length === 1 && STUDY.test(first!.name)) {
        openStudy(first!);
        return;
      }
      if (bench.scan.value !== undefined) bench.dialog.value = 'open';
      void opener.openDrop(transfer);
    },
    { capture: true },
  );
}

/** Whether keys are typed into something. */
function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'range'].includes(target.type);
}

/** What a key does; undefined where it is none of the page's. */
function actOf(bench: Workbench, event: KeyboardEvent): (() => void) | undefined {
  const { session } = bench;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (command && key === 'enter')
    return () => {
      void bench.run();
    };
  if (command && key === 'k')
    return () => {
      bench.dialog.value = bench.dialog.value === 'commands' ? null : 'commands';
    };
  if (isTyping(event)) return undefined;
  if (command && (key === 'y' || (key === 'z' && event.shiftKey)))
    return () => {
      session.redo();
    };
  if (command && key === 'z')
    return () => {
      session.undo();
    };
  if (command || event.altKey || bench.dialog.value !== null) return undefined;
  if (event.key === '?')
    return () => {
      bench.dialog.value = 'help';
    };
  if (bench.scan.value === undefined) return undefined;
  if (event.key === 'Escape') return escape(bench);
  const layout = LAYOUTS[Number(event.key) - 1];
  const inScene = event
    .composedPath()
    .some((each) => each instanceof Element && each.localName === 'vox-volume-view');
  if (layout !== undefined && !inScene)
    return () => {
      bench.arrange(layout);
    };
  const acts: Readonly<Record<string, () => void>> = {
    '/': () => {
      bench.dialog.value = 'commands';
    },
    t: () => {
      bench.page.value = 'work';
      document.querySelector<HTMLDetailsElement>('.section.threshold')!.open = true;
      focusThreshold();
    },
  };
  return acts[key];
}

/** Gives the focus to the first handle, once the voxels are counted. */
function focusThreshold(tries = 40): void {
  const histogram = document.querySelector('vox-histogram');
  const handle = histogram?.shadowRoot?.querySelector<HTMLElement>('[role=slider]');
  if (handle !== null && handle !== undefined) {
    handle.focus();
    handle.scrollIntoView({ block: 'center' });
  } else if (tries > 0)
    setTimeout(() => {
      focusThreshold(tries - 1);
    }, 50);
}

/** What Escape ends: a run, or the large view. */
function escape(bench: Workbench): (() => void) | undefined {
  const { running, maximised } = bench;
  if (running.value !== null)
    return () => {
      running.value?.stop.abort();
    };
  if (maximised.value === null) return undefined;
  return () => {
    maximised.value = null;
  };
}
