import type { Sample } from './sample.js';

/** An element of the gallery: to add one, append to the list. */
export interface Demo {
  readonly name: keyof HTMLElementTagNameMap;
  readonly says: string;
  /** The code that is shown beside it. */
  readonly code: string;
  /** Makes the live example; gives elements back in the order in which they stand. */
  make(sample: Sample): readonly HTMLElement[];
}

export const demos: readonly Demo[] = [
  {
    name: 'vox-slice-view',
    says: 'A wipe between the scan and the scan after a median.',
    code: `view.lab = lab;
view.layers = [
  { grid: scan, side: 'before' },
  { grid: scan.median({ size: 5 }), side: 'after' },
];`,
    make({ lab, scan }) {
      const view = document.createElement('vox-slice-view');
      view.lab = lab;
      view.layers = [
        { grid: scan, side: 'before' },
        { grid: scan.median({ size: 5 }), side: 'after' },
      ];
      return [view];
    },
  },
  {
    name: 'vox-measure',
    says: 'Rulers, angles, profiles and regions over a slice.',
    code: `<vox-slice-view axis="y">
  <vox-measure></vox-measure>
</vox-slice-view>`,
    make({ lab, scan }) {
      const view = document.createElement('vox-slice-view');
      Object.assign(view, { lab, volume: scan, axis: 'y' });
      view.append(document.createElement('vox-measure'));
      return [view];
    },
  },
  {
    name: 'vox-volume-view',
    says: 'The same particles in 3D, their surfaces in colour.',
    code: `view.lab = lab;
view.labels = particles;`,
    make({ lab, particles }) {
      const view = document.createElement('vox-volume-view');
      Object.assign(view, { lab, labels: particles });
      return [view];
    },
  },
  {
    name: 'vox-histogram',
    says: 'Thresholds to drag, the parts between them, and what they would be if off.',
    code: `histogram.volume = scan;
histogram.addEventListener('vox-threshold', ({ detail }) =>
  show(scan.threshold(detail.bands[1])));`,
    make({ scan }) {
      const histogram = document.createElement('vox-histogram');
      histogram.volume = scan;
      return [histogram];
    },
  },
  {
    name: 'vox-plot',
    says: 'Diameters of the particles. A window drawn in it chooses them in all views above.',
    code: `plot.table = await particles.measure();
plot.x = 'equivalentDiameter';
plot.link = link;`,
    make({ table, link }) {
      const plot = document.createElement('vox-plot');
      Object.assign(plot, { table, link, x: 'equivalentDiameter' });
      return [plot];
    },
  },
  {
    name: 'vox-results',
    says: 'Numbers with their interval, unit and estimator, and how they were computed.',
    code: `results.results = [{
  title: 'Porosity',
  operation: 'fraction',
  value: await solid.invert().fraction(),
}];`,
    make({ porosity }) {
      const results = document.createElement('vox-results');
      results.results = [{ title: 'Porosity', operation: 'fraction', value: porosity }];
      return [results];
    },
  },
  {
    name: 'vox-open',
    says: 'Files, folders, addresses and samples; what a file does not say is asked for.',
    code: `open.lab = lab;
open.session = session;`,
    make({ lab, session }) {
      const open = document.createElement('vox-open');
      Object.assign(open, { lab, session });
      return [open];
    },
  },
  {
    name: 'vox-recipe',
    says: 'The steps on what was opened above: add, tune, move, switch off, undo.',
    code: `recipe.session = session;`,
    make({ session }) {
      const recipe = document.createElement('vox-recipe');
      recipe.session = session;
      return [recipe];
    },
  },
  {
    name: 'vox-op-form',
    says: 'A form for the options of any operation, drawn from its description.',
    code: `form.operation = 'nonLocalMeans';
form.kind = 'volume';
form.unit = 'µm';`,
    make({ scan }) {
      const form = document.createElement('vox-op-form');
      Object.assign(form, { operation: 'nonLocalMeans', kind: 'volume', unit: scan.unit });
      return [form];
    },
  },
  {
    name: 'vox-progress',
    says: 'How far some work has come.',
    code: `bar.label = 'separate';
bar.fraction = 0.4;`,
    make() {
      const bar = document.createElement('vox-progress');
      bar.label = 'separate';
      bar.fraction = 0.4;
      return [bar];
    },
  },
];
