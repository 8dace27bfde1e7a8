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
