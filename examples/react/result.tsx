import type { ReactNode } from 'react';
import type { Analysis } from './analyse.js';
import { SlicePicture } from './slice_picture.js';

/** The numbers of a volume with their units, and its middle slice. */
export function Result({ analysis }: { analysis: Analysis }): ReactNode {
  const { scan, solid, thresholds, porosity, particles } = analysis;
  const { size, spacing, unit } = scan;
  const { value, interval, coverage, reason } = porosity;
  return (
    <div className="result">
      <dl>
        <dt>Porosity</dt>
        <dd>
          {percent(value)}
          <small>
            {interval
              ? `95 % interval ${percent(interval[0])} to ${percent(interval[1])}${held(coverage)}`
              : `no interval: ${reason ?? ''}`}
          </small>
        </dd>
        <dt>Particles</dt>
        <dd>{particles}</dd>
        <dt>Volume</dt>
        <dd>
          {physical(size, spacing)} {unit}³<small>{size.join(' × ')} voxels</small>
        </dd>
      </dl>
      <figure>
        <SlicePicture scan={scan} solid={solid} />
        <figcaption>
          Middle slice, {physical(size.slice(0, 2), spacing)} {unit}²
          <small>orange: above Otsu’s threshold, {thresholds.join()}</small>
        </figcaption>
      </figure>
    </div>
  );
}

/** How often such intervals hold the truth. */
function held(coverage: Analysis['porosity']['coverage']): string {
  return coverage
    ? `; such intervals held in ${percent(coverage[0])} to ${percent(coverage[1])}`
    : '';
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

/** Edge lengths, in the unit of the spacing. */
function physical(size: readonly number[], spacing: readonly number[]): string {
  return size.map((n, i) => Number((n * spacing[i]!).toPrecision(3))).join(' × ');
}
