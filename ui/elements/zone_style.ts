import { css } from 'lit';

/** The zone onto which files are dropped, as all elements that take files show it. */
export const zoneStyle = css`
  .zone {
    display: grid;
    justify-items: center;
    gap: 0.6rem;
    padding: 1.5rem 1rem;
    border: 1px dashed color-mix(in srgb, var(--_soft) 60%, transparent);
    border-radius: var(--_radius);
    text-align: center;
  }
  .zone.over {
    border-color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 8%, var(--_surface));
  }
`;
