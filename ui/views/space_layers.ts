// The layers of a scene, from a list or from the shorthand for the common ones.
import type { IdSet, Labels, Mask, Phases, SpaceLayer, SpaceVolumeLayer, Volume } from 'voxmetry';

/** What says which layers there are, and how they look. */
export interface SpaceLayersGiven {
  readonly layers: readonly SpaceLayer[] | null;
  readonly volume: Volume | null;
  readonly phases: Phases | null;
  readonly mask: Mask | null;
  readonly labels: Labels | null;
  /** Of all volumes, instead of their own. */
  readonly mode: SpaceVolumeLayer['mode'] | null;
  readonly selected: IdSet | null;
  readonly hidden: IdSet | null;
}

/** The layers; empty where nothing is given. */
export function spaceLayers(given: SpaceLayersGiven): readonly SpaceLayer[] {
  const { volume, phases, mask, labels, mode, selected, hidden } = given;
  const listed =
    given.layers ??
    [volume, phases, mask, labels].flatMap((grid): SpaceLayer[] =>
      grid === null
        ? []
        : [{ grid, ...(grid === volume ? { mode: 'surface' } : {}) } as SpaceLayer],
    );
  return listed.map((layer): SpaceLayer => {
    const { kind } = layer.grid.meta;
    const changes = {
      ...(kind === 'volume' && mode !== null ? { mode } : {}),
      ...(kind === 'labels' && selected !== null ? { selected } : {}),
      ...(kind === 'labels' && hidden !== null ? { hidden } : {}),
    };
    return { ...layer, ...changes } as SpaceLayer;
  });
}
