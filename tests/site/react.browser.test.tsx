import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';
import { App } from '../../site/code/react_porosity.js';
import { syntheticCathode } from '../../src/synthetic/index.js';

/** The part of the voxels of the guide's sample that is at or below a level. */
function partUpTo(level: number): string {
  const { data } = syntheticCathode({ size: [64, 64, 48] }).volume;
  return (data.filter((value) => value <= level).length / data.length).toFixed(4);
}

test('the component of the guide to React counts what its slider says', async () => {
  const place = document.body.appendChild(document.createElement('main'));
  const root = createRoot(place);
  const errors = vi.spyOn(console, 'error');
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  const shown = (): string =>
    place.querySelector('output[data-stale=false]')?.textContent ??
    place.querySelector('[role=alert]')?.textContent ??
    '';
  await vi.waitFor(
    () => {
      expect(shown()).toBe(partUpTo(25_000));
    },
    { timeout: 60_000, interval: 50 },
  );
  const slider = place.querySelector('input')!;
  // React listens to what a user does, and not to what is assigned.
  Reflect.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(slider, '20000');
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  await vi.waitFor(
    () => {
      expect(shown()).toBe(partUpTo(20_000));
    },
    { timeout: 30_000, interval: 50 },
  );
  expect(partUpTo(20_000)).not.toBe(partUpTo(25_000));
  root.unmount();
  place.remove();
  expect(errors).not.toHaveBeenCalled();
  errors.mockRestore();
});
