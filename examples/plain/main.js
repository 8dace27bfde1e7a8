// Porosity and particles of a volume: a page, this module, no bundler.
import { openLab, voxels, VoxmetryError } from 'voxmetry';

/** @import { Lab, RunOptions, Volume } from 'voxmetry' */
/** @typedef {Awaited<ReturnType<typeof analyse>>} Analysis */

const file = find('file', HTMLInputElement);
const sample = find('sample', HTMLButtonElement);
const cancel = find('cancel', HTMLButtonElement);
const progress = find('progress', HTMLProgressElement);
const status = find('status', HTMLElement);

/** @type {Lab | undefined} */
let lab;

/** A file of at most this many values is taken for a segmented one. */
const MOST_LABELS = 16;

/**
 * The job itself: a recipe, and the numbers asked of it.
 * @param {Lab} lab
 * @param {File | 'sample'} source
 * @param {(step: string) => RunOptions} options how to run a step
 */
async function analyse(lab, source, options) {
  const scan = await open(lab, source, options('Opening'));
  try {
    const label = await chosenLabel(scan, options('Looking at its values'));
    const solid = label === null ? scan.median({ size: 3 }).otsu() : scan.equals(label);
    const particles = solid.separate({ minContrast: voxels(1) });
    return {
      size: scan.size,
      spacing: scan.spacing,
      unit: scan.unit,
      image: await scan.slice().run(options('Slice')),
      solid: await solid.slice().run(options('Threshold')),
      label,
      thresholds: label === null ? await solid.thresholds() : [],
      porosity: await solid.invert().fraction().run(options('Porosity')),
      particles: await particles.count().run(options('Particles')),
    };
  } finally {
    scan.close();
  }
}

/**
 * @param {Lab} lab
 * @param {File | 'sample'} source
 * @param {RunOptions} options
 */
async function open(lab, source, options) {
  if (source !== 'sample') {
    const scan = await lab.open(source, options);
    if (scan.unit !== 'px') return scan;
    // The file has no voxel size.
    const facts = await askedSpacing(options.signal).catch((/** @type {unknown} */ error) => {
      scan.close();
      throw error;
    });
    if (facts === null) return scan;
    scan.close();
    return lab.open(source, { ...options, ...facts });
  }
  const { syntheticCathode } = await import('voxmetry/synthetic');
  const { data, ...facts } = syntheticCathode({ size: [128, 128, 64] }).volume;
  return lab.open({ data, size: facts.size }, { ...facts, ...options });
}

/**
 * The label of the particles, asked of the user, where the volume is segmented already: a threshold
 * between labels means nothing. Null for grey values.
 * @param {Volume} scan
 * @param {RunOptions} options
 */
async function chosenLabel(scan, options) {
  if (scan.dtype === 'f32') return null;
  const { counts, start, width } = await scan.histogram().run(options);
  const bins = Array.from(counts.keys()).filter((bin) => counts[bin]);
  if (bins.length > MOST_LABELS) return null;
  const labels = bins.map((bin) => start + bin * width);
  const select = find('label', HTMLSelectElement);
  select.replaceChildren(...labels.map((value) => new Option(String(value), String(value))));
  select.value = String(labels.at(-1));
  await asked('labels', options.signal);
  return Number(select.value);
}

/**
 * Spacing and unit, asked of the user; null where they are not known.
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<{ spacing: [number, number, number], unit: string } | null>}
 */
async function askedSpacing(signal) {
  await asked('spacing', signal);
  const text = find('voxel', HTMLInputElement).value.trim();
  if (text === '') return null;
  const [x, y = x, z = x, ...more] = text.split(/[,;×\s]+/).map(Number);
  const unit = find('unit', HTMLInputElement).value.trim() || 'µm';
  // What is no length is refused when the file is opened, with the reason.
  return { spacing: more.length > 0 ? [NaN, NaN, NaN] : [x ?? NaN, y ?? NaN, z ?? NaN], unit };
}

/**
 * Shows a form and waits until it is sent.
 * @param {string} id
 * @param {AbortSignal | undefined} signal
 */
async function asked(id, signal) {
  const form = find(id, HTMLFormElement);
  status.textContent = 'Waiting for an answer';
  form.hidden = false;
  try {
    await new Promise((resolve, reject) => {
      form.onsubmit = (event) => {
        event.preventDefault();
        resolve(undefined);
      };
      signal?.addEventListener('abort', () => {
        reject(new VoxmetryError('cancelled', 'Cancelled.'));
      });
    });
  } finally {
    form.hidden = true;
  }
}

/** @param {File | 'sample'} source */
async function run(source) {
  const controller = new AbortController();
  const { signal } = controller;
  cancel.onclick = () => {
    controller.abort();
  };
  setBusy(true);
  showError('');
  find('result', HTMLElement).hidden = true;
  try {
    status.textContent = 'Starting the GPU';
    lab ??= await openLab({ signal });
    await show(
      await analyse(lab, source, (step) => {
        status.textContent = step;
        progress.removeAttribute('value');
        return { signal, onProgress: (fraction) => (progress.value = fraction) };
      }),
    );
    status.textContent = '';
  } catch (thrown) {
    const error = VoxmetryError.from(thrown);
    status.textContent = error.code === 'cancelled' ? 'Cancelled' : '';
    if (error.code !== 'cancelled') {
      showError(error.message);
      // A worker or a GPU may have failed: the next run gets new ones.
      await lab?.dispose();
      lab = undefined;
    }
  } finally {
    setBusy(false);
  }
}

/** @param {boolean} busy */
function setBusy(busy) {
  file.disabled = sample.disabled = busy;
  cancel.disabled = progress.hidden = !busy;
}

/** @param {string} message */
function showError(message) {
  write('error', message);
  find('error', HTMLElement).hidden = message === '';
}

/** @param {Analysis} analysis */
async function show({ size, spacing, unit, image, solid, label, thresholds, porosity, particles }) {
  const { value, interval, coverage, reason } = porosity;
  write('porosity', percent(value));
  write(
    'interval',
    interval
      ? `95 % interval ${percent(interval[0])} to ${percent(interval[1])}${held(coverage)}`
      : `no interval: ${reason}`,
  );
  write('particles', String(particles));
  write('volume', `${physical(size, spacing)} ${unit}³`);
  write('size', `${size.join(' × ')} voxels`);
  write('slice', `Middle slice, ${physical(image.size, image.spacing)} ${unit}²`);
  write(
    'threshold',
    label === null
      ? `orange: above Otsu’s threshold, ${thresholds.join()}`
      : `orange: the voxels equal to ${label}`,
  );
  write('rest', label === null ? 'Porosity' : `All but label ${label}`);
  const picture = await image.toImageData({ mask: solid });
  const canvas = find('canvas', HTMLCanvasElement);
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext('2d')?.putImageData(picture, 0, 0);
  find('result', HTMLElement).hidden = false;
}

/**
 * @param {string} id
 * @param {string} text
 */
function write(id, text) {
  find(id, HTMLElement).textContent = text;
}

/**
 * How often such intervals hold the truth.
 * @param {Analysis['porosity']['coverage']} coverage
 */
function held(coverage) {
  return coverage
    ? `; such intervals held in ${percent(coverage[0])} to ${percent(coverage[1])}`
    : '';
}

/** @param {number} value */
function percent(value) {
  return `${(100 * value).toFixed(1)} %`;
}

/**
 * Edge lengths, in the unit of the spacing.
 * @param {readonly number[]} size
 * @param {readonly number[]} spacing
 */
function physical(size, spacing) {
  return size.map((n, i) => Number((n * (spacing[i] ?? 1)).toPrecision(3))).join(' × ');
}

/**
 * @template {HTMLElement} E
 * @param {string} id
 * @param {new () => E} type
 */
function find(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no ${type.name} #${id}.`);
  return found;
}

sample.onclick = () => run('sample');
// Cleared, so that the same file can be chosen again.
file.onclick = () => {
  file.value = '';
};
file.onchange = () => {
  const [chosen] = file.files ?? [];
  if (chosen) void run(chosen);
};
