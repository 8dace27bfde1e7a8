import { browserMachine, browserName } from './browser.js';
import { growth, roofline, speedBars } from './charts.js';
import { comparisonTable } from './comparison_table.js';
import { makeControls, type ControlOptions } from './controls.js';
import { element } from './element.js';
import type { RunNews, RunOrder } from './messages.js';
import { predictionPart } from './prediction.js';
import { peersTables } from './peers_table.js';
import { ReportShelf } from './shelf.js';
import { saveText, sharedPage } from './save.js';
import RunnerWorker from './runner_worker.ts?worker&inline';
import style from './style.css?inline';

const WIDTH = 960;

/** A mounted page: what tests and scripts may ask of it. */
export interface BenchPage {
  readonly shelf: ReportShelf;
  /** Draws everything anew, after the shelf was changed from outside. */
  draw(): void;
  /** The comparison as a file to share. */
  shared(): string;
}

/** Builds the benchmark page in an element. */
export function mountPage(root: HTMLElement, options: ControlOptions = {}): BenchPage {
  const shelf = new ReportShelf();
  const controls = makeControls(options);
  const status = element('p', { role: 'status' });
  const progress = element('progress', { max: '1', value: '0', hidden: true });
  const shown = element('section', { class: 'results' });
  let worker: Worker | undefined;

  const draw = (): void => {
    drawResults(shown, shelf, draw);
    const empty = shelf.all.length === 0;
    saveButton.disabled = shelf.own === undefined;
    shareButton.disabled = empty;
  };
  const stop = (text: string): void => {
    worker?.terminate();
    worker = undefined;
    status.textContent = text;
    progress.hidden = true;
    startButton.textContent = 'Run';
    controls.setDisabled(false);
    draw();
  };
  const hear = (news: RunNews): void => {
    if (news.type === 'case') {
      status.textContent = news.name;
      progress.value = news.done;
    } else if (news.type === 'error') stop(`It failed: ${news.message}`);
    else {
      shelf.setOwn(news.report);
      draw();
      if (news.type === 'end') stop('Done.');
    }
  };
  const start = (): void => {
    if (worker !== undefined) {
      stop('Stopped. What was measured is kept.');
      return;
    }
    const { cases, settings, peers } = controls.choices();
    if (cases.length === 0 || settings.sizes.length === 0) {
      status.textContent = 'Choose at least one size and one group of cases.';
      return;
    }
    worker = new RunnerWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<RunNews>) => {
      hear(data);
    });
    worker.addEventListener('error', ({ message }) => {
      stop(`The worker failed: ${message}`);
    });
    const order: RunOrder = {
      cases: cases.map(({ name }) => name),
      settings,
      peers,
      machine: browserMachine(),
      runtime: browserName(),
    };
    worker.postMessage(order);
    startButton.textContent = 'Stop';
    progress.hidden = false;
    status.textContent = 'Opening the GPU …';
    controls.setDisabled(true);
  };
  const load = async (files: Iterable<File>): Promise<void> => {
    for (const file of files)
      try {
        shelf.load(await file.text());
        status.textContent = `Loaded ${file.name}.`;
      } catch (error) {
        status.textContent = `${file.name}: ${error instanceof Error ? error.message : String(error)}`;
      }
    draw();
  };
  const shared = (): string => sharedPage(shelf.all, shown, style);

  const startButton = element('button', { type: 'button', class: 'run', onclick: start }, 'Run');
  const saveButton = element(
    'button',
    {
      type: 'button',
      onclick: () => {
        saveText(fileName('json'), 'application/json', JSON.stringify(shelf.own));
      },
    },
    'Save this run',
  );
  const shareButton = element(
    'button',
    {
      type: 'button',
      onclick: () => {
        saveText(fileName('html'), 'text/html', shared());
      },
    },
    'Save the comparison as a page',
  );
  const picker = element('input', {
    type: 'file',
    multiple: true,
    accept: '.json,.html',
    onchange: () => {
      void load(picker.files ?? []);
    },
  });
  root.replaceChildren(
    element('h1', {}, 'Voxmetry benchmark'),
    element(
      'p',
      {},
      'Times every op on synthetic volumes on this GPU, beside a copy of the same bytes. Nothing leaves this page. ',
      'Save a run, send the file to others, and load theirs to compare GPUs.',
    ),
    controls.form,
    element(
      'p',
      { class: 'buttons' },
      startButton,
      saveButton,
      shareButton,
      element('label', {}, 'Load runs of others ', picker),
    ),
    progress,
    status,
    shown,
  );
  draw();
  return { shelf, draw, shared };
}

function drawResults(shown: HTMLElement, shelf: ReportShelf, redraw: () => void): void {
  const reports = shelf.all;
  const sizes = [
    ...new Set(reports.flatMap(({ report }) => report.measurements.map((m) => m.size))),
  ];
  const parts: HTMLElement[] = reports.map(({ name, report }) =>
    element(
      'p',
      { class: 'report' },
      `${name}: ${report.library}, ${report.machine.cpu}, ${String(report.machine.cores)} cores, ${report.machine.system} `,
      element(
        'button',
        {
          type: 'button',
          class: 'remove',
          onclick: () => {
            shelf.remove(name);
            redraw();
          },
        },
        'remove',
      ),
    ),
  );
  for (const size of sizes.sort((a, b) => b - a))
    parts.push(
      element('h2', {}, `${String(size)}³`),
      element('div', { class: 'scroll' }, comparisonTable(reports, size)),
      ...peersTables(reports, size),
      element('h3', {}, 'Speed'),
      element('div', {}, speedBars(reports, size, WIDTH)),
      element('h3', {}, 'Below the roof of the copy'),
      element('div', {}, roofline(reports, size, WIDTH)),
    );
  const [first] = reports;
  const largest = Math.max(...(first?.report.settings.sizes ?? []));
  if (first !== undefined) parts.push(predictionPart(first, largest));
  if (first !== undefined && sizes.length > 1)
    parts.push(
      element('h2', {}, `Growth: ${first.name}`),
      element('div', {}, growth(first, WIDTH)),
    );
  shown.replaceChildren(...parts);
}

function fileName(ending: string): string {
  return `voxmetry-bench-${new Date().toISOString().slice(0, 10)}.${ending}`;
}
