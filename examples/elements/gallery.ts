import 'voxmetry/ui';
import '../../ui/theme.css';
import './gallery.css';
import { demos, type Demo } from './demos.js';
import { openSample, type Sample } from './sample.js';

function byId(id: string): HTMLElement {
  return document.getElementById(id)!;
}

/** Three slices, the particles in 3D and their table, with one crosshair and one selection. */
function showLinked({ lab, scan, particles, table, link }: Sample): void {
  const slices = (['z', 'y', 'x'] as const).map((axis) => {
    const view = document.createElement('vox-slice-view');
    Object.assign(view, { lab, volume: scan, labels: particles, axis, link });
    return view;
  });
  const space = document.createElement('vox-volume-view');
  Object.assign(space, { lab, labels: particles, link });
  const [xy, xz, yz] = slices;
  const all = [xy!, space, xz!, yz!];
  for (const view of all)
    view.addEventListener('vox-maximise', () => {
      const was = view.classList.contains('maximised');
      for (const other of all) other.classList.remove('maximised');
      if (!was) view.classList.add('maximised');
    });
  byId('four').append(...all);
  const rows = document.createElement('vox-table');
  Object.assign(rows, { table, link });
  byId('rows').append(rows);
}

function section(demo: Demo, sample: Sample): HTMLElement {
  const { name, says, code } = demo;
  const place = document.createElement('section');
  place.setAttribute('aria-labelledby', `about-${name}`);
  const title = document.createElement('h2');
  title.id = `about-${name}`;
  title.textContent = `<${name}>`;
  const words = document.createElement('p');
  words.textContent = says;
  const both = document.createElement('div');
  both.className = 'demo';
  const live = document.createElement('div');
  live.append(...demo.make(sample));
  const shown = document.createElement('pre');
  shown.tabIndex = 0;
  shown.textContent = code;
  both.append(live, shown);
  place.append(title, words, both);
  return place;
}

byId('scheme').addEventListener('change', ({ target }) => {
  document.documentElement.style.colorScheme = (target as HTMLSelectElement).value;
});

try {
  const sample = await openSample();
  showLinked(sample);
  byId('demos').append(...demos.map((demo) => section(demo, sample)));
  byId('state').textContent = '';
} catch (error) {
  byId('state').textContent = error instanceof Error ? error.message : String(error);
}
