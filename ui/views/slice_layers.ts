// The layers of a slice, from a list or from the shorthand for the common ones.
import type { IdSet, Labels, Mask, Phases, SliceLayer, Volume, VolumeLayer } from 'voxmetry';

/** What says which layers there are, and how they look. */
export interface LayersGiven {
  readonly layers: readonly SliceLayer[] | null;
  readonly volume: Volume | null;
  readonly phases: Phases | null;
  readonly mask: Mask | null;
  readonly labels: Labels | null;
  /** Of the first volume, instead of its own. */
  readonly window: readonly [number, number] | null;
  readonly interpolation: NonNullable<VolumeLayer['interpolation']> | null;
  readonly selected: IdSet | null;
  readonly hidden: IdSet | null;
}

/** The layers from the lowest on; empty where nothing is given. */
export function sliceLayers(given: LayersGiven): readonly SliceLayer[] {
  const { volume, phases, mask, labels } = given;
  const listed =
    given.layers ??
    [volume, phases, mask, labels].flatMap((grid): SliceLayer[] =>
      grid === null ? [] : [{ grid } as SliceLayer],
    );
  const first = listed.findIndex(({ grid }) => grid.meta.kind === 'volume');
  return listed.map((layer, i): SliceLayer => {
    const { kind } = layer.grid.meta;
    if (kind === 'volume')
      return {
        ...layer,
        ...(i === first && given.window !== null ? { window: given.window } : {}),
        ...(given.interpolation === null ? {} : { interpolation: given.interpolation }),
      };
    if (kind !== 'labels') return layer;
    return {
      ...layer,
      ...(given.selected === null ? {} : { selected: given.selected }),
      ...(given.hidden === null ? {} : { hidden: given.hidden }),
    } as SliceLayer;
  });
}
